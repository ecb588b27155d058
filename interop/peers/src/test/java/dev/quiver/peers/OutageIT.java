package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server that ends, in good order or not, in the middle of five hundred requests, every other of them a POST, and is
 * started again. Another one of its kind shares its TCP port all the while, as when a service is restarted machine by
 * machine: each safe request is answered, each other one answered or reported with the true outcome, and what the servers
 * wrote down agrees.
 */
@Tag("real-server")
class OutageIT {
    private static final int MANY = 500;
    private static final int OUTAGE_AT = 200;
    /** A JVM's first requests take long. */
    private static final int WARM_UP = 100;

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private final List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"CADDY,false", "CADDY,true", "JETTY,false", "JETTY,true"})
    void restarted(HttpServer kind, boolean killed) throws Exception {
        try (HttpServer.Running server = kind.start(certificate);
                HttpServer.Running other = kind.besides(server, certificate);
                H3Client client = H3Client.newBuilder()
                        .trust(TrustEvaluator.anchors(certificate.root()))
                        .build()) {
            for (int i = 0; i < WARM_UP; i++) {
                once(client, server.at());
            }
            CompletableFuture<Void> outage = new CompletableFuture<>();
            for (int i = 0; i < MANY; i++) {
                if (i == OUTAGE_AT) {
                    new Thread(() -> outage(server.at(), killed, outage), "outage").start();
                }
                all.add(ask(client, server.at(), i));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            Tally tally = settle(kind, () -> worked(server, other));
            outage.get(60, TimeUnit.SECONDS);
            assertThat(tally.safeFailed).as("safe requests that failed").isEmpty();
            Matrix.note(kind, killed ? "killed amid 500 requests" : "restarted amid 500 requests", tally.toString());
            assertThat(Waiting.until(() -> once(client, server.at()), protocol -> protocol == Protocol.H3))
                    .isEqualTo(Protocol.H3);
        }
    }

    private static void outage(RealServer server, boolean killed, CompletableFuture<Void> done) {
        try {
            if (killed) {
                server.kill();
            } else {
                server.close();
            }
            server.startAgain();
            done.complete(null);
        } catch (Exception | Error e) {
            done.completeExceptionally(e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> ask(H3Client client, RealServer server, int i) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url(target(i))));
        if (i % 2 == 1) {
            request.POST(BodyPublishers.ofString("body " + i));
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static String target(int i) {
        return "/work?n=" + i + ".";
    }

    private static final class Tally {
        final List<String> safeFailed = new ArrayList<>();
        int byQuic;
        int byTcp;
        int notProcessed;
        int unknown;
        int workedTwice;
        int endless;
        int lies;

        @Override
        public String toString() {
            return byQuic + " answered by QUIC, " + byTcp + " by TCP; POSTs reported as NOT_PROCESSED " + notProcessed
                    + ", UNKNOWN " + unknown + "; worked on twice " + workedTwice
                    + (endless == 0 ? "" : "; whole GETs that it never ended " + endless)
                    + (lies == 0 ? "" : "; POSTs that it rejected and did all the same " + lies);
        }
    }

    private interface Worked {
        Map<String, Integer> times();
    }

    /** Waits for all, and compares what the client says with what the servers did. */
    private Tally settle(HttpServer kind, Worked worked) throws Exception {
        Tally tally = new Tally();
        Map<Integer, H3Exception> failed = new HashMap<>();
        Set<Integer> rejected = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            try {
                H3Response<String> response = (H3Response<String>) all.get(i).get(90, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                if (response.route().toString().contains("did nothing with")) {
                    rejected.add(i);
                }
                if (response.route().winner() == Via.QUIC) {
                    tally.byQuic++;
                } else {
                    tally.byTcp++;
                }
            } catch (ExecutionException e) {
                H3Exception error = H3Exception.in(e);
                assertThat(error)
                        .as("what " + target(i) + " failed of: " + e.getCause())
                        .isNotNull();
                failed.put(i, error);
                if (i % 2 == 0 && kind.mayForgetTheEnd() && error.responseHeadReceived()) {
                    tally.endless++;
                } else if (i % 2 == 0) {
                    tally.safeFailed.add(target(i) + " after " + error.responseBytesReceived() + " bytes: " + error);
                }
            }
        }
        Map<String, Integer> times = worked.times();
        for (int i = 0; i < MANY; i++) {
            int done = times.getOrDefault(target(i), 0);
            H3Exception error = failed.get(i);
            boolean lied = done > 0 && kind.rejectsWhatItDoes();
            if (error == null) {
                // A safe one may have been worked on by a server that did not live to answer.
                int most = i % 2 == 0 || (lied && rejected.contains(i)) ? 2 : 1;
                assertThat(done).as(target(i)).isBetween(1, most);
                tally.workedTwice += done - 1;
                tally.lies += (done - 1) * (i % 2);
            } else if (error.outcome() == RequestOutcome.NOT_PROCESSED && !lied) {
                assertThat(done).as(target(i) + ": " + error).isZero();
                tally.notProcessed += i % 2;
            } else {
                assertThat(done).as(target(i) + ": " + error).isLessThanOrEqualTo(1);
                tally.unknown += i % 2;
            }
        }
        return tally;
    }

    private static Map<String, Integer> worked(HttpServer.Running server, HttpServer.Running other) {
        Map<String, Integer> times = new HashMap<>(server.worked());
        other.worked().forEach((target, n) -> times.merge(target, n, Integer::sum));
        return times;
    }

    private static Protocol once(H3Client client, RealServer server) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(server.url("/1k.bin")))
                                    .build(),
                            BodyHandlers.discarding())
                    .protocol();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
