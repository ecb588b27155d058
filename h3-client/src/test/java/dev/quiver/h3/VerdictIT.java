package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.GroupState;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.SessionCache;
import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a request leaves before the verdict, and no verdict counts under another policy; seen from the server. */
class VerdictIT {
    private static final TrustVerdict NO = new TrustVerdict.Rejected(TlsAlert.UNKNOWN_CA, "not today", null);

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<TrustVerdict> verdict = new CompletableFuture<>();
    private final TrustEvaluator waits = context -> {
        asked.countDown();
        return verdict;
    };

    /** Whether the verdict was there when the first byte came; not completed where none came. */
    private final CompletableFuture<Boolean> firstByte = new CompletableFuture<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overQuic(boolean trusted) throws Exception {
        CompletableFuture<QuicConnectionGroup> connected = new CompletableFuture<>();
        CompletableFuture<GroupState> ended = new CompletableFuture<>();
        try (QuicListener listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .alpn("h3")
                        .identity(certificate.privateKey(), certificate.chain())
                        .build();
                H3Client client = H3Client.newBuilder()
                        .trust(waits)
                        .options(H3Options.newBuilder()
                                .discovery(Discovery.HTTP3_ONLY)
                                .build())
                        .build()) {
            listener.onGroup(group -> {
                // The client's control stream counts as well.
                group.onStream(stream -> firstByte.complete(verdict.isDone()));
                group.onState(state -> {
                    if (state.isTerminal()) {
                        ended.complete(state);
                    }
                });
                connected.complete(group);
            });
            int port = listener.start().get(20, TimeUnit.SECONDS).getPort();
            var response =
                    client.sendAsync(post(URI.create("https://localhost:" + port + "/")), BodyHandlers.discarding());
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            // For the server the handshake is done: only the verdict keeps the request back.
            connected.get(20, TimeUnit.SECONDS);
            verdict.complete(trusted ? TrustVerdict.trusted() : NO);
            if (trusted) {
                assertThat(firstByte.get(20, TimeUnit.SECONDS)).isTrue();
                response.cancel(true);
            } else {
                rejected(response);
                assertThat(ended.get(20, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                GroupState.Failed.class,
                                failed -> assertThat(failed.cause().code().value())
                                        .isEqualTo(0x100 + TlsAlert.UNKNOWN_CA.number()));
                assertThat(firstByte).isNotDone();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overTcp(boolean trusted) throws Exception {
        try (TlsPeer server = new TlsPeer(certificate, null, () -> firstByte.complete(verdict.isDone()));
                H3Client client = tcpOnly(waits)) {
            var response = client.sendAsync(post(server.uri()), BodyHandlers.ofString());
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            verdict.complete(trusted ? TrustVerdict.trusted() : NO);
            if (trusted) {
                assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("ok");
                assertThat(firstByte.get(20, TimeUnit.SECONDS)).isTrue();
            } else {
                rejected(response);
                // Which alert it sends, if any, is the JDK's client's own affair (JsseTest has those of its TLS).
                assertThat(server.refusals.poll(20, TimeUnit.SECONDS)).isNotNull();
                assertThat(firstByte).isNotDone();
            }
        }
    }

    /** Two policies that say the same today are two policies. */
    @ParameterizedTest
    @EnumSource(TrustContext.Transport.class)
    void anotherPolicyNeverResumesASession(TrustContext.Transport transport) throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        TrustEvaluator one = counting(first);
        TrustEvaluator other = counting(second);
        if (transport == TrustContext.Transport.TCP) {
            try (TlsPeer server = new TlsPeer(certificate, null, () -> {});
                    H3Client a = tcpOnly(one);
                    H3Client b = tcpOnly(other)) {
                for (H3Client client : new H3Client[] {a, a, b}) {
                    assertThat(client.send(post(server.uri()), BodyHandlers.ofString())
                                    .body())
                            .isEqualTo("ok");
                }
            }
        } else {
            SessionCache shared = SessionCache.inMemory();
            Map<Integer, Boolean> resumed = new ConcurrentHashMap<>();
            try (TestServer server =
                    TestServer.newBuilder().certificate(certificate).start()) {
                TrustEvaluator[] policies = {one, one, other};
                for (int i = 0; i < policies.length; i++) {
                    try (H3Client client = H3Client.newBuilder()
                            .trust(policies[i])
                            .sessions(shared)
                            .options(H3Options.newBuilder()
                                    .discovery(Discovery.HTTP3_ONLY)
                                    .build())
                            .build()) {
                        H3Response<String> response =
                                client.send(Clients.get(server, "/bytes/5"), BodyHandlers.ofString());
                        resumed.put(i, response.handshake().resumed());
                    }
                }
            }
            assertThat(resumed).containsEntry(1, true).containsEntry(2, false);
        }
        assertThat(first).hasValueBetween(1, 2);
        assertThat(second).hasValue(1);
    }

    private TrustEvaluator counting(AtomicInteger count) {
        TrustEvaluator anchors = TrustEvaluator.anchors(certificate.root());
        return context -> {
            count.incrementAndGet();
            return anchors.evaluate(context);
        };
    }

    static H3Client tcpOnly(TrustEvaluator trust) {
        return tcpOnly().trust(trust).build();
    }

    static H3Client.Builder tcpOnly() {
        H3Client.Builder builder = H3Client.newBuilder();
        builder.version(Version.HTTP_1_1);
        return builder;
    }

    private static HttpRequest post(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString("a secret"))
                .build();
    }

    private static void rejected(CompletableFuture<?> response) throws Exception {
        try {
            response.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOfSatisfying(H3Exception.class, failure -> {
                assertThat(failure.kind()).isEqualTo(H3Exception.Kind.CERTIFICATE_REJECTED);
                assertThat(failure.code().value()).isEqualTo(0x100 + TlsAlert.UNKNOWN_CA.number());
                assertThat(failure).hasMessageContaining("not today");
                assertThat(failure.requestBytesSent()).isZero();
            });
            return;
        }
        throw new AssertionError("the request was answered");
    }

    @Test
    void theTestServersAreTrustedAtAll() throws Exception {
        try (TlsPeer server = new TlsPeer(certificate, null, () -> {});
                H3Client client = tcpOnly(TrustEvaluator.anchors(certificate.root()))) {
            assertThat(client.send(post(server.uri()), BodyHandlers.ofString()).body())
                    .isEqualTo("ok");
        }
    }
}
