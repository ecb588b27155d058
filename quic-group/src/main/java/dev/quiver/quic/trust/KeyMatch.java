package dev.quiver.quic.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private key is the other half of a public one: what the one signs, the other verifies. */
final class KeyMatch {
    private static final byte[] PROBE = "do these keys belong together?".getBytes(StandardCharsets.US_ASCII);

    private KeyMatch() {}

    static boolean belongTogether(PrivateKey key, PublicKey other) {
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            Signature verification = Signature.getInstance(algorithm(key));
            verification.initVerify(other);
            verification.update(PROBE);
            return verification.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        String kind = key.getAlgorithm();
        return switch (kind) {
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "RSA", "DSA" -> "SHA256with" + kind;
            default -> kind;
        };
    }
}
