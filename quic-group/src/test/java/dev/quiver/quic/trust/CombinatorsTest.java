package dev.quiver.quic.trust;

import static dev.quiver.quic.trust.Verdicts.context;
import static dev.quiver.quic.trust.Verdicts.rejected;
import static dev.quiver.quic.trust.Verdicts.trusted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.TlsAlert;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class CombinatorsTest {
    private static final Authority ROOT = Authority.root("Root");
    private static final Authority LEAF = ROOT.leaf("example.com");
    private static final TrustEvaluator TRUST = TrustEvaluator.anchors(ROOT.certificate());
    private static final TrustEvaluator NO = context -> CompletableFuture.completedFuture(TrustVerdict.rejected("no"));
    private static final TrustEvaluator THROWS = context -> {
        throw new IllegalStateException("broken");
    };

    @Test
    void andWantsBothAndKeepsThePath() {
        List<TrustContext> seen = new ArrayList<>();
        TrustEvaluator spy = context -> {
            seen.add(context);
            return CompletableFuture.completedFuture(TrustVerdict.trusted());
        };
        assertThat(trusted(TRUST.and(spy), context("example.com", LEAF)))
                .containsExactly(LEAF.certificate(), ROOT.certificate());
        assertThat(seen)
                .singleElement()
                .satisfies(context -> assertThat(context.earlier())
                        .isEqualTo(new TrustVerdict.Trusted(List.of(LEAF.certificate(), ROOT.certificate()))));
        rejected(TRUST.and(NO), context("example.com", LEAF), TlsAlert.BAD_CERTIFICATE);
        rejected(NO.and(spy), context("example.com", LEAF), TlsAlert.BAD_CERTIFICATE);
        assertThat(seen).hasSize(1);
    }

    @Test
    void orWantsOne() {
        trusted(NO.or(TRUST), context("example.com", LEAF));
        trusted(TRUST.or(THROWS), context("example.com", LEAF));
        trusted(THROWS.or(TRUST), context("example.com", LEAF));
        assertThat(rejected(TRUST.or(NO), context("wrong.test", LEAF), TlsAlert.BAD_CERTIFICATE)
                        .reason())
                .contains("not for wrong.test", "did not hold either: no");
    }

    @Test
    void aFailureIsARejectionWithItsCause() {
        TrustVerdict.Rejected verdict =
                rejected(TRUST.and(THROWS), context("example.com", LEAF), TlsAlert.CERTIFICATE_UNKNOWN);
        assertThat(verdict.cause()).isInstanceOf(IllegalStateException.class).hasMessage("broken");
        assertThat(verdict.reason()).contains("failed", "broken");
    }

    @Test
    void judgesUnderAnotherName() {
        trusted(TRUST.forHost("example.com"), context("10.0.0.1", LEAF));
        rejected(TRUST.forHost("other.test"), context("example.com", LEAF), TlsAlert.BAD_CERTIFICATE);
    }

    @Test
    void exactLeafKnowsOneCertificate() {
        TrustEvaluator exact = TrustEvaluator.exactLeaf(LEAF.certificate());
        assertThat(trusted(exact, context("any.test", LEAF))).containsExactly(LEAF.certificate());
        rejected(exact, context("example.com", ROOT.leaf("example.com"), LEAF), TlsAlert.CERTIFICATE_UNKNOWN);
    }

    @Test
    void insecureTakesAnyone() {
        trusted(TrustEvaluator.insecure(), context("wrong.test", ROOT.leaf(CertificateDraft::expired)));
    }

    @Test
    void aPlainTrustManagerGetsHostAndAlgorithmChecks() {
        TrustEvaluator plain = TrustEvaluator.ofTrustManager(new PlainManager(ROOT.certificate()));
        assertThat(trusted(plain, context("example.com", LEAF)))
                .containsExactly(LEAF.certificate(), ROOT.certificate());
        assertThat(rejected(plain, context("wrong.test", LEAF), TlsAlert.BAD_CERTIFICATE)
                        .reason())
                .contains("not for wrong.test");
        Authority weak = ROOT.leaf(d -> d.names("example.com").keys("RSA-512:weak"));
        rejected(plain, context("example.com", weak), TlsAlert.UNSUPPORTED_CERTIFICATE);
        Authority rsa = Authority.root("RSA", d -> d.keys("RSA-2048:root"));
        Authority md5 = rsa.leaf(d -> d.names("example.com").signature("MD5withRSA"));
        rejected(plain, context("example.com", md5, rsa), TlsAlert.UNSUPPORTED_CERTIFICATE);
        Authority refused = ROOT.leaf(d -> d.names("example.com").subject("CN=refused"));
        TrustVerdict.Rejected verdict = rejected(plain, context("example.com", refused), TlsAlert.CERTIFICATE_UNKNOWN);
        assertThat(verdict.reason()).contains("PlainManager", "not this one");
        assertThat(verdict.cause()).isInstanceOf(CertificateException.class);
    }

    @Test
    void anExtendedTrustManagerIsToldTheHost() {
        List<String> asked = new ArrayList<>();
        X509ExtendedTrustManager manager = new ExtendedManager(asked);
        trusted(TrustEvaluator.ofTrustManager(manager), context("[::1]", LEAF));
        assertThat(asked).containsExactly("UNKNOWN ::1 HTTPS TLSv1.3");
    }

    @Test
    void thePlatformsOpinionIsAtHand() {
        TrustContext context = context("example.com", LEAF);
        assertThat(context.platformVerdict()).isInstanceOf(TrustVerdict.Rejected.class);
        assertThat(context.paths()).isEmpty();
        rejected(TrustEvaluator.platform(), context, TlsAlert.UNKNOWN_CA);
    }

    private record PlainManager(X509Certificate root) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("servers only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (chain[0].getSubjectX500Principal().getName().equals("CN=refused")) {
                throw new CertificateException("not this one");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {root};
        }
    }

    private static final class ExtendedManager extends X509ExtendedTrustManager {
        private final List<String> asked;

        ExtendedManager(List<String> asked) {
            this.asked = asked;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            asked.add(authType + " " + engine.getHandshakeSession().getPeerHost() + " "
                    + engine.getSSLParameters().getEndpointIdentificationAlgorithm() + " "
                    + engine.getHandshakeSession().getProtocol());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new AssertionError("there is no socket");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new AssertionError("the host must be told");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
