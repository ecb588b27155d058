package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.quic.trust.CertificateRejectedException;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.IdentityRequest;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.testkit.pki.KeyPurpose;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trust and identity on the way over TCP: what QUIC's tests ask, asked of the fallback. */
@Timeout(600)
class TcpTrustIT {
    private static final int ROUNDS = Integer.getInteger("quiver.evaluators", 28);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final IllegalStateException OWN = new IllegalStateException("my own reason");

    private final TestAuthority authority = TestAuthority.create();
    private final TestCertificate certificate = authority.leafFor("localhost", "127.0.0.1");

    private enum Behaviour {
        AFTER_50_MS_TRUSTS,
        AFTER_50_MS_REJECTS,
        THROWS,
        THROWS_AN_ERROR,
        ANSWERS_NULL,
        NEVER_ANSWERS,
        NEVER_RETURNS
    }

    private static CompletionStage<TrustVerdict> behave(Behaviour behaviour) {
        return switch (behaviour) {
            case AFTER_50_MS_TRUSTS -> later(TrustVerdict.trusted());
            case AFTER_50_MS_REJECTS -> later(TrustVerdict.rejected("not today"));
            case THROWS -> throw OWN;
            case THROWS_AN_ERROR -> throw new StackOverflowError();
            case ANSWERS_NULL -> CompletableFuture.completedFuture(null);
            case NEVER_ANSWERS -> new CompletableFuture<>();
            case NEVER_RETURNS -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException freed) {
                    Thread.currentThread().interrupt();
                }
                yield CompletableFuture.completedFuture(TrustVerdict.trusted());
            }
        };
    }

    private static CompletionStage<TrustVerdict> later(TrustVerdict verdict) {
        return CompletableFuture.supplyAsync(
                () -> verdict, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
    }

    @Test
    void whateverAnEvaluatorDoes() throws Exception {
        Map<Behaviour, H3Client> clients = new EnumMap<>(Behaviour.class);
        Semaphore free = new Semaphore(16);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        try (TlsPeer server = new TlsPeer(certificate, null, () -> {})) {
            for (Behaviour behaviour : Behaviour.values()) {
                boolean silent = behaviour.name().startsWith("NEVER");
                H3Client.Builder builder = VerdictIT.tcpOnly().trust(context -> behave(behaviour));
                builder.connectTimeout(silent ? LIMIT : LIMIT.multipliedBy(20));
                clients.put(behaviour, builder.build());
            }
            for (int i = 0; i < ROUNDS; i++) {
                Behaviour behaviour = Behaviour.values()[i % Behaviour.values().length];
                free.acquire();
                all.add(clients.get(behaviour)
                        .sendAsync(get(server.uri()), BodyHandlers.ofString())
                        .handle((response, failure) -> {
                            free.release();
                            check(behaviour, failure);
                            return null;
                        }));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(500, TimeUnit.SECONDS);
            long told = all.size() / Behaviour.values().length * 4L;
            for (long i = 0; i < told; i++) {
                assertThat(server.refusals.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            clients.values().forEach(H3Client::close);
        }
    }

    private static void check(Behaviour behaviour, Throwable failure) {
        if (behaviour == Behaviour.AFTER_50_MS_TRUSTS) {
            assertThat(failure).isNull();
            return;
        }
        assertThat(failure).as("%s", behaviour).isInstanceOfSatisfying(H3Exception.class, e -> {
            assertThat(e.kind()).as("%s: %s", behaviour, e).isEqualTo(H3Exception.Kind.CERTIFICATE_REJECTED);
            switch (behaviour) {
                case AFTER_50_MS_REJECTS -> assertThat(e).hasMessageContaining("not today");
                case THROWS ->
                    assertThat(e)
                            .hasMessageContaining("my own reason")
                            .satisfies(thrown ->
                                    assertThat(verdictOf(thrown).cause()).isSameAs(OWN));
                case THROWS_AN_ERROR -> assertThat(e).hasMessageContaining("StackOverflowError");
                case ANSWERS_NULL -> assertThat(e).hasMessageContaining("gave no verdict");
                default -> assertThat(e).hasMessageContaining("did not answer within");
            }
        });
    }

    private static TrustVerdict.Rejected verdictOf(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof CertificateRejectedException rejected) {
                return rejected.verdict();
            }
        }
        throw new AssertionError("no verdict in it", thrown);
    }

    @Test
    void anIdentityIsChosenForEachServerThatAsks() throws Exception {
        TestCertificate mine = authority
                .newLeaf()
                .host("me.example")
                .purposes(KeyPurpose.CLIENT)
                .issue();
        Identity identity = new Identity(mine.privateKey(), mine.chain());
        List<IdentityRequest> requests = new CopyOnWriteArrayList<>();
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authority.trustStore());
        X509TrustManager clientTrust = (X509TrustManager) factory.getTrustManagers()[0];
        try (TlsPeer asks = new TlsPeer(certificate, clientTrust, () -> {});
                TlsPeer doesNot = new TlsPeer(certificate, null, () -> {});
                H3Client client = VerdictIT.tcpOnly()
                        .trust(TrustEvaluator.anchors(certificate.root()))
                        .identity(request -> {
                            requests.add(request);
                            return request.accepts(identity) ? identity : null;
                        })
                        .build();
                H3Client nobody = VerdictIT.tcpOnly()
                        .trust(TrustEvaluator.anchors(certificate.root()))
                        .identity(request -> null)
                        .build()) {
            assertThat(client.send(get(doesNot.uri()), BodyHandlers.ofString()).body())
                    .isEqualTo("ok");
            assertThat(requests).isEmpty();
            assertThat(client.send(get(asks.uri()), BodyHandlers.ofString()).body())
                    .isEqualTo("ok");
            assertThat(requests).isNotEmpty().allSatisfy(request -> {
                assertThat(request.host()).isEqualTo("localhost");
                assertThat(request.port()).isEqualTo(asks.uri().getPort());
                assertThat(request.transport()).isEqualTo(TrustContext.Transport.TCP);
                assertThat(request.issuers()).contains(authority.certificate().getSubjectX500Principal());
            });
            X509Certificate leaf = mine.certificate();
            assertThat(asks.clients)
                    .containsExactly(leaf.getSubjectX500Principal().getName());
            assertThat(catchThrowable(() -> nobody.send(get(asks.uri()), BodyHandlers.ofString())))
                    .isInstanceOf(H3Exception.class);
        }
    }

    @Test
    void theHostIsCheckedOverTcpWhateverFormItHas() throws Exception {
        TestCertificate other = authority.leafFor("other.example");
        try (TlsPeer right = new TlsPeer(certificate, null, () -> {});
                TlsPeer wrong = new TlsPeer(other, null, () -> {});
                H3Client client = VerdictIT.tcpOnly(TrustEvaluator.anchors(certificate.root()))) {
            for (String host : new String[] {"localhost", "LOCALHOST", "127.0.0.1"}) {
                assertThat(client.send(get(at(right, host)), BodyHandlers.ofString())
                                .body())
                        .isEqualTo("ok");
                Throwable failure = catchThrowable(() -> client.send(get(at(wrong, host)), BodyHandlers.ofString()));
                assertThat(failure)
                        .as(host)
                        .isInstanceOfSatisfying(
                                H3Exception.class,
                                e -> assertThat(e.kind()).isEqualTo(H3Exception.Kind.CERTIFICATE_REJECTED));
            }
        }
    }

    private static URI at(TlsPeer peer, String host) {
        return URI.create("https://" + host + ":" + peer.uri().getPort() + "/");
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(100)).build();
    }
}
