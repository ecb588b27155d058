package dev.quiver.quic.trust;

import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.jspecify.annotations.Nullable;

/**
 * What a public key is.
 *
 * @param algorithm as JCA calls it: {@code RSA}, {@code EC}, {@code EdDSA} …
 * @param bits the size of modulus, field or curve; 0 where it is not known
 * @param curve the curve's name, or null
 */
public record KeyStrength(
        String algorithm, int bits, @Nullable String curve) {
    private static final int LEAST_RSA = 2048;
    private static final int LEAST_EC = 256;

    static KeyStrength of(PublicKey key) {
        String name = key.getAlgorithm();
        if (key instanceof RSAKey rsa) {
            return new KeyStrength(name, rsa.getModulus().bitLength(), null);
        }
        if (key instanceof ECKey ec) {
            return new KeyStrength(name, ec.getParams().getCurve().getField().getFieldSize(), curve(key));
        }
        if (key instanceof DSAKey dsa && dsa.getParams() != null) {
            return new KeyStrength(name, dsa.getParams().getP().bitLength(), null);
        }
        return switch (name) {
            case "EdDSA" ->
                key.toString().contains("448")
                        ? new KeyStrength(name, 456, "Ed448")
                        : new KeyStrength(name, 256, "Ed25519");
            case "Ed25519" -> new KeyStrength("EdDSA", 256, name);
            case "Ed448" -> new KeyStrength("EdDSA", 456, name);
            default -> new KeyStrength(name, 0, curve(key));
        };
    }

    /** Why public authorities do not certify such a key (CA/B Forum Baseline Requirements §6.1.5); null if they do. */
    @Nullable
    String weakness() {
        return switch (algorithm) {
            case "RSA", "RSASSA-PSS" -> bits < LEAST_RSA ? "RSA keys need at least " + LEAST_RSA + " bits" : null;
            case "EC" -> bits < LEAST_EC ? "elliptic curves need at least " + LEAST_EC + " bits" : null;
            case "DSA" -> "DSA keys are no longer used in TLS";
            default -> null;
        };
    }

    @Override
    public String toString() {
        return curve != null ? algorithm + " " + curve : bits > 0 ? algorithm + " " + bits : algorithm;
    }

    private static @Nullable String curve(PublicKey key) {
        try {
            if (SubjectPublicKeyInfo.getInstance(key.getEncoded())
                            .getAlgorithm()
                            .getParameters()
                    instanceof ASN1ObjectIdentifier id) {
                String nist = NISTNamedCurves.getName(id);
                return nist != null ? nist : ECNamedCurveTable.getName(id);
            }
            return null;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }
}
