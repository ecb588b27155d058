package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each chain of the matrix over real TLS: the JDK's own client, ours over TCP, and ours asked directly say the same. */
class AgreementTest {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

    static Stream<ChainCase> cases() {
        return ChainCases.all().filter(chain -> chain.key() != null);
    }

    @AfterAll
    static void stop() throws Exception {
        EXECUTOR.shutdownNow();
        assertThat(EXECUTOR.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weAgreeWithTheJdk(ChainCase chain) throws Exception {
        List<X509Certificate> sent = new ArrayList<>();
        for (byte[] der : chain.presented()) {
            sent.add(certificate(der));
        }
        // The JDK's socket wants the name as it goes on the wire.
        String host = PeerName.of(chain.host()).text();
        TrustEvaluator evaluator = TrustEvaluator.anchors(chain.anchors());
        try (TcpServer server = new TcpServer(chain.key(), sent, null)) {
            IOException jdk = server.handshake(host, null, PkixEvaluator.load(chain.anchors()));
            IOException ours = server.handshake(host, null, new JsseTrust(evaluator, EXECUTOR, Duration.ofSeconds(20)));
            assertThat(judged(jdk)).as("an answer to trust: %s", jdk).isTrue();
            TrustVerdict direct = Verdicts.verdict(evaluator, Verdicts.context(chain.host(), sent));
            assertThat(direct instanceof TrustVerdict.Trusted)
                    .as("%s; the JDK: %s", direct, jdk)
                    .isEqualTo(jdk == null);
            assertThat(ours == null).as("%s; the JDK: %s", ours, jdk).isEqualTo(jdk == null);
            assertThat(chain.inspect().trusted()).isEqualTo(jdk == null);
        }
    }

    /** A failure for another reason than the certificate would prove nothing. */
    private static boolean judged(IOException failure) {
        if (failure == null) {
            return true;
        }
        String said = String.valueOf(failure.getMessage());
        return failure instanceof SSLHandshakeException && failure.getCause() instanceof CertificateException
                || said.contains("certificate chain length")
                || said.contains("maximum allowed size")
                || said.contains("empty cert_data")
                || said.contains("parse server certificates");
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            X509Certificate certificate = PemFile.certificate(der);
            return certificate.getEncoded().length == der.length ? certificate : new RawCertificate(der);
        } catch (CertificateException e) {
            return new RawCertificate(der);
        }
    }
}
