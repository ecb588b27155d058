package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Five hundred requests, every other of them a POST, to a server that goes away, is restarted or rejects some: each safe one is
 * answered, each other one answered or reported with the true outcome, and the servers' own logs agree.
 */
class ResendIT {
    private static final int MANY = 500;

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    /** How often the work of a request was done over QUIC, by target. */
    private final Map<String, Integer> done = new ConcurrentHashMap<>();

    private TcpServer tcp;

    @BeforeEach
    void start() throws Exception {
        tcp = new TcpServer(certificate);
    }

    @AfterEach
    void stop() {
        tcp.close();
    }

    @Test
    void everyTenthStreamIsRejected() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        Handler tenth = (request, response) -> {
            if (streams.incrementAndGet() % 10 == 0) {
                response.reset(H3ErrorCode.H3_REQUEST_REJECTED.value());
            } else {
                work(request.target());
                request.drain().thenCompose(read -> response.send(200, "done"));
            }
        };
        try (TestServer quic = server(tenth);
                H3Client client = client()) {
            List<String> failed = settle(send(client, i -> {}));
            assertThat(failed).as("what is rejected twice goes by TCP").isEmpty();
            assertThat(quic.requests())
                    .filteredOn(r -> r.outcome() == RequestRecord.Outcome.RESET_BY_SERVER)
                    .isNotEmpty();
        }
    }

    @Test
    void theServerGoesAway() throws Exception {
        try (TestServer quic = server(this::answer);
                H3Client client = client()) {
            List<String> failed = settle(send(client, i -> {
                if (i == MANY / 2) {
                    quic.goAway();
                }
            }));
            assertThat(failed).as("GOAWAY tells what was not processed").isEmpty();
        }
    }

    @Test
    void theServerIsRestarted() throws Exception {
        TestServer[] quic = {server(this::answer)};
        try (H3Client client = client()) {
            settle(send(client, i -> {
                if (i == MANY / 2) {
                    quic[0].close();
                    quic[0] = server(this::answer);
                }
            }));
        } finally {
            quic[0].close();
        }
    }

    private interface At {
        void request(int number) throws Exception;
    }

    private List<CompletableFuture<HttpResponse<String>>> send(H3Client client, At at) throws Exception {
        client.warmUp(tcp.uri("/")).get(20, TimeUnit.SECONDS);
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(tcp.uri("/work?n=" + i));
            if (i % 2 == 1) {
                request.POST(BodyPublishers.ofString("body " + i));
            }
            all.add(client.sendAsync(request.build(), BodyHandlers.ofString()));
            at.request(i);
        }
        return all;
    }

    /** Waits for all, and compares what the client says with what the servers did. */
    private List<String> settle(List<CompletableFuture<HttpResponse<String>>> all) throws Exception {
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String target = "/work?n=" + i;
            try {
                assertThat(all.get(i).get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                // A safe request may have been worked on by a server that did not live to answer it.
                int times = times(target);
                if (i % 2 == 1) {
                    assertThat(times).as(target).isEqualTo(1);
                } else {
                    assertThat(times).as(target).isBetween(1, 2);
                }
            } catch (ExecutionException e) {
                failed.add(target);
                assertThat(i % 2).as("a safe request failed: " + e.getCause()).isEqualTo(1);
                assertThat(e.getCause()).isInstanceOfSatisfying(H3Exception.class, error -> {
                    int most = error.outcome() == RequestOutcome.NOT_PROCESSED ? 0 : 1;
                    assertThat(times(target)).as(target + ": " + error).isLessThanOrEqualTo(most);
                });
            }
        }
        return failed;
    }

    private int times(String target) {
        return done.getOrDefault(target, 0)
                + (int) tcp.requests().stream()
                        .filter(line -> line.endsWith(" " + target))
                        .count();
    }

    private void answer(dev.quiver.testkit.Request request, dev.quiver.testkit.Response response) {
        work(request.target());
        request.drain().thenCompose(read -> response.send(200, "done"));
    }

    private void work(String target) {
        done.merge(target, 1, Integer::sum);
    }

    private TestServer server(Handler handler) throws Exception {
        return TestServer.newBuilder()
                .port(tcp.port())
                .certificate(certificate)
                .route("/work", handler)
                .start();
    }

    private H3Client client() {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .build();
    }
}
