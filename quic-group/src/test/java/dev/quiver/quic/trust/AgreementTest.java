package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.QuicListener;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each chain of the matrix over real TLS: our client over QUIC, ours over TCP, the JDK's own over TCP, and the evaluator
 * asked directly say the same, and what came over QUIC is inspected byte for byte as it was sent.
 */
class AgreementTest {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

    /** What no TLS server can be made to send, and why; these are inspected and judged directly (ChainInspectorTest). */
    private static final Map<String, String> NOT_CARRIED = Map.of(
            "RSA 512", "a key of 512 bits is too short to sign a TLS 1.3 handshake",
            "leaf is garbage", "a server without a readable leaf has no key to sign with",
            "leaf cut off", "a server without a readable leaf has no key to sign with");

    /** What TLS itself refuses over QUIC before anybody is asked, and why; the JDK refuses these as well. */
    private static final Map<String, String> REFUSED_BY_TLS = Map.of(
            "leaf not first", "the library does not sign with a certificate that is for signing certificates only",
            "key for encryption only", "the library does not sign with a certificate that is for encryption only",
            "empty certificate", "RFC 8446 §4.4.2 wants one byte at least",
            "64 KiB of names", "the library buffers less than 64 KiB of a handshake");

    static Stream<ChainCase> cases() {
        return ChainCases.all().filter(chain -> !NOT_CARRIED.containsKey(chain.name()));
    }

    /** Keeps the transport's threads from coming and going with each case. */
    private static final QuicListener OPEN = QuicServer.idle();

    @AfterAll
    static void stop() throws Exception {
        OPEN.kill();
        OPEN.terminated().get(30, TimeUnit.SECONDS);
        EXECUTOR.shutdownNow();
        assertThat(EXECUTOR.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> theyAgreeOnWhatOpenSslMakes(@TempDir Path directory) throws Exception {
        assumeTrue(OpenSslCases.available(), "there is no openssl");
        return OpenSslCases.make(directory).stream()
                .map(chain -> DynamicTest.dynamicTest(chain.name(), () -> {
                    ChainReport report = chain.inspect();
                    assertThat(ChainCase.written(report.findings()))
                            .as("%s", report)
                            .isEqualTo(chain.expected());
                    assertThat(report.trusted()).isEqualTo(chain.trusted());
                    everyTransportAndTheJdkAgree(chain);
                }));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTransportAndTheJdkAgree(ChainCase chain) throws Exception {
        List<X509Certificate> sent = new ArrayList<>();
        for (byte[] der : chain.presented()) {
            sent.add(RawCertificate.unlessCanonical(der));
        }
        // The JDK's socket wants the name as it goes on the wire.
        String host = PeerName.of(chain.host()).text();
        TrustEvaluator evaluator = TrustEvaluator.anchors(chain.anchors());
        PrivateKey key = Objects.requireNonNull(chain.key());
        IOException jdk;
        try (TcpServer server = new TcpServer(key, sent, null)) {
            jdk = server.handshake(host, null, PkixEvaluator.load(chain.anchors()));
            IOException ours = server.handshake(host, null, new JsseTrust(evaluator, EXECUTOR, Duration.ofSeconds(20)));
            assertThat(judged(jdk)).as("an answer to trust: %s", jdk).isTrue();
            assertThat(ours == null).as("%s; the JDK: %s", ours, jdk).isEqualTo(jdk == null);
        }
        TrustVerdict direct = Verdicts.verdict(evaluator, Verdicts.context(chain.host(), sent));
        assertThat(direct instanceof TrustVerdict.Trusted)
                .as("%s; the JDK: %s", direct, jdk)
                .isEqualTo(jdk == null);
        assertThat(chain.inspect().trusted()).isEqualTo(jdk == null);
        HandshakeReport quic = QuicServer.handshake(key, sent, chain.host(), evaluator, EXECUTOR);
        if (REFUSED_BY_TLS.containsKey(chain.name())) {
            assertThat(jdk).isNotNull();
            assertThat(quic.verdict()).isNull();
            assertThat(quic.failure())
                    .isNotNull()
                    .satisfies(failure -> assertThat(failure.kind()).isIn(Kind.TLS_ALERT, Kind.IO));
        } else {
            assertThat(quic.verdict()).as("%s", quic.failure()).isNotNull();
            assertThat(quic.verdict() instanceof TrustVerdict.Trusted)
                    .as("%s; the JDK: %s", quic.verdict(), jdk)
                    .isEqualTo(jdk == null);
            List<byte[]> received = new ArrayList<>();
            for (X509Certificate certificate : quic.presentedChain()) {
                received.add(certificate.getEncoded());
            }
            assertThat(received).containsExactlyElementsOf(chain.presented());
            ChainReport report =
                    ChainInspector.newBuilder().anchors(chain.anchors()).build().inspect(chain.host(), received);
            assertThat(ChainCase.written(report.findings())).isEqualTo(chain.expected());
        }
    }

    @Test
    void theExceptionsAreCasesOfTheMatrix() {
        assertThat(ChainCases.all().map(ChainCase::name))
                .hasSizeGreaterThan(80)
                .doesNotHaveDuplicates()
                .containsAll(NOT_CARRIED.keySet())
                .containsAll(REFUSED_BY_TLS.keySet());
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
}
