package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.TlsAlert;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsseTest {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();
    private static final Authority ROOT = Authority.root("Root");
    private static final TrustEvaluator TRUST = TrustEvaluator.anchors(ROOT.certificate());

    @AfterAll
    static void stop() throws Exception {
        EXECUTOR.shutdownNow();
        assertThat(EXECUTOR.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theSamePolicyJudgesTcp() throws Exception {
        List<TrustContext> told = new ArrayList<>();
        Authority leaf = ROOT.leaf("example.com");
        JsseTrust trust =
                new JsseTrust(TRUST, EXECUTOR, Duration.ofSeconds(10), (context, verdict) -> told.add(context));
        try (TcpServer server = new TcpServer(leaf.key(), List.of(leaf.certificate()), null)) {
            assertThat(server.handshake("example.com", null, trust)).isNull();
            assertThat(server.outcome()).isEqualTo("done");
            CertificateRejectedException rejected = rejection(server.handshake("wrong.test", null, trust));
            assertThat(rejected.verdict().alert()).isEqualTo(TlsAlert.BAD_CERTIFICATE);
            assertThat(rejected).hasMessageContaining("not for wrong.test");
            assertThat(server.outcome()).containsAnyOf("bad_certificate", "certificate_unknown");
        }
        assertThat(told).hasSize(2).allSatisfy(context -> {
            assertThat(context.transport()).isEqualTo(TrustContext.Transport.TCP);
            assertThat(context.presented()).containsExactly(leaf.certificate());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "45, certificate_expired",
        "44, certificate_revoked",
        "43, unsupported_certificate",
        "42, bad_certificate",
        "46, certificate_unknown",
        "48, certificate_unknown",
    })
    void thePeerIsToldWhy(int alert, String seen) throws Exception {
        TrustEvaluator no = context -> CompletableFuture.completedFuture(
                new TrustVerdict.Rejected(new TlsAlert(alert), "because", new IllegalStateException("own")));
        Authority leaf = ROOT.leaf("example.com");
        try (TcpServer server = new TcpServer(leaf.key(), List.of(leaf.certificate()), null)) {
            IOException failure =
                    server.handshake("example.com", null, new JsseTrust(no, EXECUTOR, Duration.ofSeconds(10)));
            assertThat(rejection(failure).verdict().cause()).hasMessage("own");
            // The JDK before 21 tells only revoked certificates apart.
            boolean all = Runtime.version().feature() > 20 || alert == TlsAlert.CERTIFICATE_REVOKED.number();
            assertThat(server.outcome()).contains(all ? seen : "certificate_unknown");
        }
    }

    @Test
    void anEvaluatorThatNeverAnswersIsBounded() throws Exception {
        TrustEvaluator silent = context -> new CompletableFuture<>();
        Authority leaf = ROOT.leaf("example.com");
        try (TcpServer server = new TcpServer(leaf.key(), List.of(leaf.certificate()), null)) {
            IOException failure =
                    server.handshake("example.com", null, new JsseTrust(silent, EXECUTOR, Duration.ofMillis(50)));
            assertThat(rejection(failure)).hasMessageContaining("did not answer within 50 ms");
            assertThat(server.outcome()).contains("certificate_unknown");
        }
    }

    @ParameterizedTest
    @CsvSource({"EC:client", "RSA-2048:client", "Ed25519:client"})
    void anIdentityIsShown(String keys) throws Exception {
        Authority client = ROOT.leaf(d -> d.subject("CN=client").keys(keys).usage(KeyPurposeId.id_kp_clientAuth));
        Identity identity = new Identity(client.key(), List.of(client.certificate()));
        List<IdentityOffer> offers = new ArrayList<>();
        IdentityKeys keyManager =
                new IdentityKeys(IdentityChooser.of(identity), TrustContext.Transport.TCP, offers::add);
        Authority leaf = ROOT.leaf("example.com");
        X509TrustManager clients = PkixEvaluator.load(List.of(ROOT.certificate()));
        JsseTrust trust = new JsseTrust(TRUST, EXECUTOR, Duration.ofSeconds(10));
        try (TcpServer server = new TcpServer(leaf.key(), List.of(leaf.certificate()), clients)) {
            assertThat(server.handshake("example.com", keyManager, trust)).isNull();
            assertThat(server.outcome()).isEqualTo("done");
            assertThat(offers).last().satisfies(offer -> {
                assertThat(offer.identity()).isEqualTo(identity);
                assertThat(offer.request().host()).isEqualTo("example.com");
                assertThat(offer.request().issuers())
                        .containsExactly(ROOT.certificate().getSubjectX500Principal());
            });
            offers.clear();
            assertThat(server.handshake(
                            "example.com",
                            new IdentityKeys(IdentityChooser.none(), TrustContext.Transport.TCP, offers::add),
                            trust))
                    .isNotNull();
            assertThat(offers)
                    .isNotEmpty()
                    .allSatisfy(offer -> assertThat(offer.whyNone()).isNotNull());
        }
    }

    private static CertificateRejectedException rejection(IOException failure) {
        assertThat(failure).isNotNull().hasCauseInstanceOf(CertificateRejectedException.class);
        return (CertificateRejectedException) failure.getCause();
    }
}
