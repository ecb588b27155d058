package dev.quiver.quic.trust;

import static dev.quiver.quic.trust.Verdicts.context;
import static dev.quiver.quic.trust.Verdicts.rejected;
import static dev.quiver.quic.trust.Verdicts.trusted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.TlsAlert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnchorsTest {
    private static final Authority ROOT = Authority.root("Root");
    private static final Authority BETWEEN = ROOT.authority("Between");
    private static final TrustEvaluator TRUST = TrustEvaluator.anchors(ROOT.certificate());

    @Test
    void showsThePathThatItBuilt() {
        Authority leaf = BETWEEN.leaf("example.com");
        assertThat(trusted(TRUST, context("example.com", leaf, BETWEEN)))
                .containsExactly(leaf.certificate(), BETWEEN.certificate(), ROOT.certificate());
        assertThat(trusted(TRUST, context("example.com", leaf, ROOT, BETWEEN, BETWEEN)))
                .containsExactly(leaf.certificate(), BETWEEN.certificate(), ROOT.certificate());
    }

    @Test
    void replacesThePlatformAndDoesNotAdd() {
        rejected(TrustEvaluator.platform(), context("example.com", ROOT.leaf("example.com")), TlsAlert.UNKNOWN_CA);
        rejected(
                TrustEvaluator.anchors(Authority.root("Other").certificate()),
                context("example.com", ROOT.leaf("example.com")),
                TlsAlert.UNKNOWN_CA);
    }

    @Test
    void tellsWhatIsMissing() {
        TrustVerdict.Rejected verdict =
                rejected(TRUST, context("example.com", BETWEEN.leaf("example.com")), TlsAlert.UNKNOWN_CA);
        assertThat(verdict.reason()).contains("example.com", "CN=Between", "--cacert", "leaves out an intermediate");
        assertThat(verdict.cause()).isNotNull();
        assertThat(rejected(TRUST, context("a.test", Authority.root("Self")), TlsAlert.UNKNOWN_CA)
                        .reason())
                .contains("issued itself", "--cacert");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "EXAMPLE.com, example.COM, true",
        "example.com., example.com, true",
        "www.example.com, *.example.com, true",
        "example.com, *.example.com, false",
        "a.b.example.com, *.example.com, false",
        "evil.com, example.com, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.2, 127.0.0.1, false",
        "::1, ::1, true",
        "[::1], ::1, true",
        "fe80::1%eth0, fe80::1, true",
        "0:0:0:0:0:0:0:1, ::1, true",
        "127.0.0.1, localhost, false",
        "bücher.example, xn--bcher-kva.example, true",
        "xn--bcher-kva.example, xn--bcher-kva.example, true",
        "www.bücher.example, *.xn--bcher-kva.example, true",
        "bücher.example, bucher.example, false",
    })
    void checksTheHost(String host, String name, boolean match) {
        TrustContext context = context(host, ROOT.leaf(name));
        if (match) {
            trusted(TRUST, context);
        } else {
            TrustVerdict.Rejected verdict = rejected(TRUST, context, TlsAlert.BAD_CERTIFICATE);
            assertThat(verdict.reason()).contains("not for " + host, name);
        }
    }

    @Test
    void choosesTheAlertByCause() throws Exception {
        String host = "example.com";
        assertThat(rejected(TRUST, context(host, ROOT.leaf(d -> d.names(host).expired())), TlsAlert.CERTIFICATE_EXPIRED)
                        .reason())
                .startsWith("The certificate of example.com expired at ");
        Authority old = ROOT.authority("Old", CertificateDraft::expired);
        assertThat(rejected(TRUST, context(host, old.leaf(host), old), TlsAlert.CERTIFICATE_EXPIRED)
                        .reason())
                .startsWith("The intermediate certificate \"CN=Old\" of example.com expired at ");
        assertThat(rejected(TRUST, context(host, old.leaf(host), ROOT, old), TlsAlert.CERTIFICATE_EXPIRED)
                        .reason())
                .contains("CN=Old");
        rejected(
                TRUST,
                context(host, ROOT.leaf(d -> d.names(host).valid(Duration.ofDays(1), Duration.ofDays(9)))),
                TlsAlert.CERTIFICATE_EXPIRED);
        rejected(
                TRUST,
                context(host, ROOT.leaf(d -> d.names(host).keys("RSA-512:weak"))),
                TlsAlert.UNSUPPORTED_CERTIFICATE);
        rejected(
                TRUST,
                context(host, ROOT.leaf(d -> d.names(host).usage(KeyPurposeId.id_kp_clientAuth))),
                TlsAlert.UNSUPPORTED_CERTIFICATE);
        Authority impostor = Authority.root("Root", d -> d.keys("EC:impostor"));
        assertThat(rejected(TRUST, context(host, impostor.leaf(host)), TlsAlert.UNKNOWN_CA)
                        .reason())
                .contains("authority called \"CN=Root\"", "--cacert");
        Authority tampered = new Authority(PemFile.certificate(spoiled(ROOT.leaf(host))), ROOT.keys());
        rejected(TRUST, context(host, tampered), TlsAlert.UNKNOWN_CA);
        Authority plain = ROOT.leaf(d -> d.subject("CN=plain").keys("EC:plain"));
        assertThat(rejected(TRUST, context(host, plain.leaf(host), plain), TlsAlert.BAD_CERTIFICATE)
                        .reason())
                .contains("Have the chain issued anew");
        NameConstraints only = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "other.test"))}, null);
        Authority narrow = ROOT.authority("Narrow", d -> d.with(Extension.nameConstraints, true, only));
        assertThat(rejected(TRUST, context(host, narrow.leaf(host), narrow), TlsAlert.BAD_CERTIFICATE)
                        .reason())
                .contains("not allowed to speak for");
    }

    @Test
    void looksAtNoMoreThanTheJdksTlsWould() {
        Authority leaf = ROOT.leaf("example.com");
        Authority[] many = new Authority[11];
        java.util.Arrays.fill(many, ROOT);
        many[0] = leaf;
        assertThat(rejected(TRUST, context("example.com", many), TlsAlert.BAD_CERTIFICATE)
                        .reason())
                .contains("11 certificates");
        String[] names = new String[2000];
        java.util.Arrays.setAll(names, i -> "host-number-" + i + ".example.com");
        assertThat(rejected(TRUST, context("host-number-1.example.com", ROOT.leaf(names)), TlsAlert.BAD_CERTIFICATE)
                        .reason())
                .contains("jdk.tls.maxHandshakeMessageSize");
    }

    @Test
    void hostileNamesCannotWriteIntoTheReason() {
        TrustContext context = context("example.com", ROOT.leaf(d -> d.names("ok\u0007\n\u202E" + "x".repeat(500))));
        assertThat(rejected(TRUST, context, TlsAlert.BAD_CERTIFICATE).reason())
                .doesNotContain("\n", "\u0007", "\u202E")
                .hasSizeLessThan(600);
    }

    @Test
    void readsPem(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ca.pem");
        Files.writeString(file, "# private\r\n" + pem(Authority.root("Other")) + "some text: here\n" + pem(ROOT));
        TrustEvaluator trust = TrustEvaluator.anchorsFromPem(file);
        trusted(trust, context("example.com", ROOT.leaf("example.com")));
        assertThat(rejected(trust, context("b.test", Authority.root("Third").leaf("b.test")), TlsAlert.UNKNOWN_CA)
                        .reason())
                .contains("the anchors in ca.pem");
    }

    @Test
    void saysWhyAFileCannotBeUsed(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ca.pem");
        assertThatThrownBy(() -> TrustEvaluator.anchorsFromPem(file))
                .isInstanceOf(CredentialFileException.class)
                .hasMessage(file + ": there is no such file");
        Files.writeString(file, "nothing here");
        assertThatThrownBy(() -> TrustEvaluator.anchorsFromPem(file))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("holds no certificate");
        Files.writeString(file, pem(ROOT) + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TrustEvaluator.anchorsFromPem(file))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("certificate number 2 is broken");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TrustEvaluator.anchorsFromPem(file)).isInstanceOf(CredentialFileException.class);
        assertThatThrownBy(() -> TrustEvaluator.anchorsFromPem(directory))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> TrustEvaluator.anchors(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOperatingSystemsBundleIsReadOrRefused(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("bundle.crt");
        assertThatThrownBy(() -> OperatingSystemAnchors.load("Linux", List.of(file)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("anchorsFromPem");
        Files.writeString(file, pem(ROOT));
        assertThat(OperatingSystemAnchors.load("Linux", List.of(directory.resolve("absent"), file)))
                .containsExactly(ROOT.certificate());
        Files.writeString(file, "junk");
        assertThatThrownBy(() -> OperatingSystemAnchors.load("FreeBSD", List.of(file)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalPoliciesAreEqual() {
        assertThat(TRUST).isEqualTo(TrustEvaluator.anchors(ROOT.certificate()));
        assertThat(TRUST).isNotEqualTo(TrustEvaluator.anchors(BETWEEN.certificate()));
        assertThat(TrustEvaluator.platform())
                .isEqualTo(TrustEvaluator.platform())
                .isNotEqualTo(TRUST);
        assertThat(TRUST.forHost("a").and(TrustEvaluator.insecure()))
                .isEqualTo(
                        TrustEvaluator.anchors(ROOT.certificate()).forHost("a").and(TrustEvaluator.insecure()))
                .isNotEqualTo(TRUST.forHost("b").and(TrustEvaluator.insecure()));
    }

    private static byte[] spoiled(Authority authority) throws Exception {
        byte[] der = authority.certificate().getEncoded();
        der[der.length - 1] ^= 1;
        return der;
    }

    static String pem(Authority authority) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(authority.certificate().getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
