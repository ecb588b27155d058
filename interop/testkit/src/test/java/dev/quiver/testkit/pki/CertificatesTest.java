package dev.quiver.testkit.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificatesTest {
    private static void validate(TestCertificate certificate) throws Exception {
        validate(certificate.chain(), certificate.root());
    }

    private static void validate(List<X509Certificate> chain, X509Certificate anchor) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    }

    @Test
    void aLeafUnderTwoIntermediatesIsAPathToItsRoot() throws Exception {
        TestAuthority root = TestAuthority.create();
        TestAuthority upper = root.newIntermediate().name("Upper").issueAuthority();
        TestAuthority lower =
                upper.newIntermediate().name("Lower").pathLength(0).issueAuthority();
        TestCertificate leaf = lower.leafFor("localhost", "127.0.0.1", "::1");

        assertThat(leaf.chain()).hasSize(3).doesNotContain(root.certificate());
        assertThat(leaf.root()).isEqualTo(root.certificate());
        validate(leaf);
        assertThatThrownBy(() -> validate(leaf.withoutIntermediates())).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void namesAndAddressesStandInTheSubjectAlternativeName() throws Exception {
        TestCertificate leaf = TestAuthority.create().leafFor("localhost", "*.example.test", "127.0.0.1", "::1");

        assertThat(leaf.certificate().getSubjectAlternativeNames())
                .extracting(name -> name.get(0) + " " + name.get(1))
                .containsExactly("2 localhost", "2 *.example.test", "7 127.0.0.1", "7 0:0:0:0:0:0:0:1");
        assertThat(leaf.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RSA_1024_WEAK", "RSA_3072"})
    void everyKindOfKeyCanSignAndBeSigned(KeyKind kind) throws Exception {
        TestAuthority root = TestAuthority.newRoot().key(kind).issueAuthority();
        TestCertificate leaf = root.newLeaf().key(kind).host("localhost").issue();

        validate(leaf);
        assertThat(leaf.certificate().getSigAlgName()).isIn(kind.signature(), "EdDSA");
        Signature signature = Signature.getInstance(kind.signature());
        signature.initSign(leaf.privateKey());
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(leaf.certificate());
        signature.update((byte) 1);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void badCertificatesAreRefused() throws Exception {
        TestAuthority root = TestAuthority.create();
        TestAuthority none = root.newIntermediate().authority(false).issueAuthority();
        TestAuthority narrow = root.newIntermediate().permitDomains("good.test").issueAuthority();
        TestAuthority shallow = root.newIntermediate().pathLength(0).issueAuthority();

        validate(narrow.leafFor("www.good.test"));
        Map<String, TestCertificate> bad = Map.of(
                "expired", root.newLeaf().host("localhost").expired().issue(),
                "not yet valid", root.newLeaf().host("localhost").notYetValid().issue(),
                "issuer is no authority", none.leafFor("localhost"),
                "outside the permitted names", narrow.leafFor("www.bad.test"),
                "path too long", shallow.newIntermediate().issueAuthority().leafFor("localhost"),
                "another root", TestAuthority.create().leafFor("localhost"));
        bad.forEach((reason, leaf) -> assertThatThrownBy(() -> validate(leaf.chain(), root.certificate()), reason)
                .isInstanceOf(CertPathValidatorException.class));
    }

    @Test
    void aCrossSignedIntermediateHasTwoPaths() throws Exception {
        TestAuthority one = TestAuthority.newRoot().name("One").issueAuthority();
        TestAuthority two = TestAuthority.newRoot().name("Two").issueAuthority();
        TestAuthority intermediate = one.newIntermediate().issueAuthority();
        TestAuthority crossed = intermediate.crossSignedBy(two);
        TestCertificate leaf = intermediate.leafFor("localhost");

        validate(leaf);
        validate(List.of(leaf.certificate(), crossed.certificate()), two.certificate());
    }

    @Test
    void aSelfSignedLeafIsItsOwnRoot() throws Exception {
        TestCertificate leaf = TestCertificate.selfSigned("localhost");

        assertThat(leaf.chain()).containsExactly(leaf.root());
        leaf.certificate().verify(leaf.certificate().getPublicKey());
        assertThat(leaf.certificate().getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void anIssuersAddressCanBeGiven() {
        TestCertificate leaf = TestAuthority.create()
                .newLeaf()
                .caIssuers(URI.create("http://127.0.0.1:1/ca.der"))
                .issue();

        assertThat(new String(leaf.certificate().getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1))
                .contains("http://127.0.0.1:1/ca.der");
    }

    @Test
    void whatIsWrittenCanBeReadBack(@TempDir Path directory) throws Exception {
        TestCertificate leaf =
                TestAuthority.create().newIntermediate().issueAuthority().leafFor("localhost");

        TestCertificate.PemFiles files = leaf.writeTo(directory.resolve("new"));

        assertThat(read(files.ca())).containsExactly(leaf.root());
        assertThat(read(files.chain())).containsExactlyElementsOf(leaf.chain());
        assertThat(key(files.key())).isEqualTo(leaf.privateKey());
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                    .isEqualTo("rw-------");
        }
    }

    @SuppressWarnings("unchecked")
    private static List<X509Certificate> read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return List.copyOf((Collection<X509Certificate>)
                    CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    private static PrivateKey key(Path pem) throws Exception {
        String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }
}
