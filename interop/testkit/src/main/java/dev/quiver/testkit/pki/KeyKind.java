package dev.quiver.testkit.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of key a test certificate can have. */
public enum KeyKind {
    /** NIST P-256; the default: quick to make, understood everywhere. */
    EC_P256("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
    /** NIST P-384. */
    EC_P384("EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA"),
    /** RSA with 2048 bits. */
    RSA_2048("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    /** RSA with 3072 bits; takes a noticeable time to make. */
    RSA_3072("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    /** RSA with 1024 bits: too weak, for tests of just that. */
    RSA_1024_WEAK("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    /** Ed25519 (RFC 8410); many TLS clients do not offer it. */
    ED25519("Ed25519", NamedParameterSpec.ED25519, "Ed25519");

    private final String algorithm;
    private final AlgorithmParameterSpec parameters;
    private final String signature;

    KeyKind(String algorithm, AlgorithmParameterSpec parameters, String signature) {
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.signature = signature;
    }

    /** A fresh pair of this kind. */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make a key of kind " + this, e);
        }
    }

    /** The JCA name of the signature such a key makes by default. */
    public String signature() {
        return signature;
    }
}
