package dev.quiver.testkit.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority for one test: a root, or an intermediate under another authority. Immutable; safe to use from
 * any thread.
 *
 * <pre>{@code
 * TestAuthority root = TestAuthority.create();
 * TestAuthority intermediate = root.newIntermediate().issueAuthority();
 * TestCertificate leaf = intermediate.newLeaf().host("localhost", "127.0.0.1").issue();
 * leaf.writeTo(directory); // ca.pem, chain.pem, leaf.key
 * }</pre>
 */
public final class TestAuthority {
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final @Nullable TestAuthority issuer;

    TestAuthority(KeyPair keys, X509Certificate certificate, @Nullable TestAuthority issuer) {
        this.keys = keys;
        this.certificate = certificate;
        this.issuer = issuer;
    }

    /** A root with a P-256 key, good for 30 days. */
    public static TestAuthority create() {
        return newRoot().issueAuthority();
    }

    /** A root to be described further; ends with {@link CertificateBuilder#issueAuthority()}. */
    public static CertificateBuilder newRoot() {
        return new CertificateBuilder(null).authority(true).name(unique("Quiver Test Root"));
    }

    /** An intermediate signed by this authority; ends with {@link CertificateBuilder#issueAuthority()}. */
    public CertificateBuilder newIntermediate() {
        return new CertificateBuilder(this).authority(true).name(unique("Quiver Test Intermediate"));
    }

    /** Two authorities of one name are one to a path builder, and do not count against a path's length. */
    private static String unique(String name) {
        return name + " " + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    }

    /** A leaf signed by this authority, for TLS servers; ends with {@link CertificateBuilder#issue()}. */
    public CertificateBuilder newLeaf() {
        return new CertificateBuilder(this).name("Quiver Test Leaf").purposes(KeyPurpose.SERVER);
    }

    /** A leaf for a server of these names and literal addresses. */
    public TestCertificate leafFor(String... hosts) {
        return newLeaf().host(hosts).issue();
    }

    /** A leaf that says who a client is. */
    public TestCertificate clientLeaf(String name) {
        return newLeaf().name(name).purposes(KeyPurpose.CLIENT).issue();
    }

    /**
     * The same name and key with a certificate from another authority: a second path from every leaf (RFC 5280 §3.2).
     */
    public TestAuthority crossSignedBy(TestAuthority other) {
        Objects.requireNonNull(other, "other");
        return new CertificateBuilder(other)
                .authority(true)
                .subject(certificate.getSubjectX500Principal())
                .key(keys)
                .issueAuthority();
    }

    /** This authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** This authority's key pair. */
    public KeyPair keys() {
        return keys;
    }

    /** The authority that signed this one; null for a root. */
    public @Nullable TestAuthority issuer() {
        return issuer;
    }

    /** The root above this authority, or itself. */
    public TestAuthority root() {
        TestAuthority above = this;
        while (above.issuer != null) {
            above = above.issuer;
        }
        return above;
    }

    /** The certificates from this one up to, and without, the root; empty for a root. */
    public List<X509Certificate> intermediates() {
        List<X509Certificate> path = new ArrayList<>();
        for (TestAuthority above = this; above.issuer != null; above = above.issuer) {
            path.add(above.certificate);
        }
        return List.copyOf(path);
    }

    /** A key store with nothing but the root's certificate, for the JDK's trust managers. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", root().certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot make a PKCS #12 key store", e);
        }
    }

    /**
     * Writes the root's certificate as {@code ca.pem}.
     *
     * @param directory made if it is not there
     * @return the file
     */
    public Path writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Pem.write(directory.resolve("ca.pem"), Pem.certificates(List.of(root().certificate)));
    }

    @Override
    public String toString() {
        return "TestAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
