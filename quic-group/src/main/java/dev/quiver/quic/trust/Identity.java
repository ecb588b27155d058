package dev.quiver.quic.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A private key and the certificates that vouch for it: what this side shows when the peer asks who it is.
 *
 * @param key the private key; over QUIC it must be an RSA or EC key that gives its encoding, so no hardware token
 * @param chain the certificates to send, exactly so: the key's own first
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    /** @throws IllegalArgumentException if there is no certificate or the first does not belong to the key */
    public Identity {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity has at least one certificate");
        }
        if (!KeyMatch.belongTogether(key, chain.get(0).getPublicKey())) {
            throw new IllegalArgumentException("the private key does not belong to " + Shown.certificate(chain.get(0))
                    + "; the key's own certificate must come first");
        }
    }

    /** As {@link #fromPem(Path, Path, char[])}, for a key without a password. */
    public static Identity fromPem(Path certificates, Path key) throws IOException {
        return fromPem(certificates, key, null);
    }

    /**
     * Reads PEM files, which may be one and the same: certificates, the key's own first, and a key in PKCS#8, PKCS#1 or
     * SEC 1 form.
     *
     * @param password for an encrypted key, else null; not kept
     * @throws CredentialFileException naming the file that cannot be used and why
     */
    public static Identity fromPem(Path certificates, Path key, char @Nullable [] password) throws IOException {
        return IdentityFiles.pem(certificates, key, password);
    }

    /**
     * Reads the one key entry of a PKCS#12 file.
     *
     * @param password the file's password; not kept
     * @throws CredentialFileException if the file cannot be used or has several keys, which it then lists
     */
    public static Identity fromPkcs12(Path file, char[] password) throws IOException {
        return IdentityFiles.pkcs12(file, password, null);
    }

    /** Reads the key entry of this name from a PKCS#12 file; else as above. */
    public static Identity fromPkcs12(Path file, char[] password, String alias) throws IOException {
        return IdentityFiles.pkcs12(file, password, alias);
    }

    /** The certificate of the key. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Identity[" + Shown.name(leaf().getSubjectX500Principal()) + "]";
    }
}
