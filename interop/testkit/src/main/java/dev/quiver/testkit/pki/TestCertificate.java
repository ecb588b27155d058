package dev.quiver.testkit.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A leaf with its key, and the chain that a server presents with it. Immutable; safe to use from any thread.
 *
 * @param keys the leaf's key pair
 * @param chain what is presented, in wire order; the leaf first and the root left out, unless {@link #presenting} said
 *     otherwise
 * @param root the trust anchor: the root of the authority that signed the leaf, or the leaf where it signed itself
 */
public record TestCertificate(KeyPair keys, List<X509Certificate> chain, X509Certificate root) {
    public TestCertificate {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(root, "root");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least the leaf");
        }
    }

    /** A leaf that signs itself, for a server of these names and literal addresses. */
    public static TestCertificate selfSigned(String... hosts) {
        return newSelfSigned().host(hosts).issue();
    }

    /** A leaf that signs itself, to be described further; ends with {@link CertificateBuilder#issue()}. */
    public static CertificateBuilder newSelfSigned() {
        return new CertificateBuilder(null).name("Quiver Test Self-Signed").purposes(KeyPurpose.SERVER);
    }

    /** The leaf: the first certificate of the chain. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The leaf's private key. */
    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /** The same leaf and key, with another chain to present: shuffled, doubled, cut, or mixed with strangers. */
    public TestCertificate presenting(List<X509Certificate> other) {
        return new TestCertificate(keys, other, root);
    }

    /** Presents the leaf alone, without its intermediates. */
    public TestCertificate withoutIntermediates() {
        return presenting(List.of(certificate()));
    }

    /** Presents the root too, behind the rest. */
    public TestCertificate withRoot() {
        List<X509Certificate> longer = new ArrayList<>(chain);
        longer.add(root);
        return presenting(longer);
    }

    /** Where {@link #writeTo} put things: the root, the chain as presented, the key. */
    public record PemFiles(Path ca, Path chain, Path key) {}

    /**
     * Writes {@code ca.pem} (the root), {@code chain.pem} (as presented) and {@code leaf.key} (PKCS #8, readable by the
     * owner alone where the file system can say so).
     *
     * @param directory made if it is not there; files of these names are replaced
     */
    public PemFiles writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new PemFiles(
                Pem.write(directory.resolve("ca.pem"), Pem.certificates(List.of(root))),
                Pem.write(directory.resolve("chain.pem"), Pem.certificates(chain)),
                Pem.writeSecret(directory.resolve("leaf.key"), Pem.key(privateKey())));
    }

    @Override
    public String toString() {
        return "TestCertificate[" + certificate().getSubjectX500Principal() + ", chain of " + chain.size() + "]";
    }
}
