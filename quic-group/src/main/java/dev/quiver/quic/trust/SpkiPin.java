package dev.quiver.quic.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A public key by its hash (RFC 7469 §2.4). It stays the same when a certificate is renewed with the same key.
 *
 * @param base64 the SHA-256 of the DER SubjectPublicKeyInfo, in base64 with padding
 */
public record SpkiPin(String base64) {
    private static final String PREFIX = "sha256/";
    private static final int BYTES = 32;

    /** @throws IllegalArgumentException if it is not the base64 of 32 bytes */
    public SpkiPin {
        if (decoded(base64).length != BYTES) {
            throw malformed(base64, null);
        }
    }

    /**
     * Reads {@code sha256/B64}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static SpkiPin parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw malformed(text, null);
        }
        String base64 = text.substring(PREFIX.length());
        return new SpkiPin(base64.length() == 43 ? base64 + "=" : base64);
    }

    /** The pin of a certificate's key. */
    public static SpkiPin of(X509Certificate certificate) {
        return ofSpki(certificate.getPublicKey().getEncoded());
    }

    static SpkiPin ofSpki(byte[] der) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
            return new SpkiPin(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + base64;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed(base64, e);
        }
    }

    private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "a pin is sha256/ and 44 characters of base64, not \"" + Shown.text(text) + "\"", cause);
    }
}
