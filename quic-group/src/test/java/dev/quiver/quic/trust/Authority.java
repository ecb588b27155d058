package dev.quiver.quic.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;

/** A certificate with its key, which can issue others. Keys are shared by label, because making them is slow. */
record Authority(X509Certificate certificate, KeyPair keys) {
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
    private static final AtomicLong SERIAL = new AtomicLong(1000);

    /** A self-signed authority. */
    static Authority root(String name) {
        return root(name, draft -> draft);
    }

    static Authority root(String name, UnaryOperator<CertificateDraft> how) {
        KeyPair keys = keys("EC:" + name);
        CertificateDraft draft = how.apply(new CertificateDraft("CN=" + name).authority());
        KeyPair used = draft.keys() == null ? keys : draft.keys();
        return new Authority(draft.signedBy(new X500Name(draft.subject()), used.getPrivate(), used.getPublic()), used);
    }

    /** An authority below this one. */
    Authority authority(String name) {
        return authority(name, draft -> draft);
    }

    Authority authority(String name, UnaryOperator<CertificateDraft> how) {
        return issue(keys("EC:" + name), how.apply(new CertificateDraft("CN=" + name).authority()));
    }

    /** A server's certificate for these DNS names or addresses. */
    Authority leaf(String... names) {
        return leaf(draft -> draft.names(names));
    }

    Authority leaf(UnaryOperator<CertificateDraft> how) {
        return issue(keys("EC:leaf"), how.apply(new CertificateDraft("CN=leaf").server()));
    }

    private Authority issue(KeyPair keys, CertificateDraft draft) {
        KeyPair used = draft.keys() == null ? keys : draft.keys();
        return new Authority(
                draft.signedBy(
                        X500Name.getInstance(
                                certificate.getSubjectX500Principal().getEncoded()),
                        key(),
                        used.getPublic()),
                used);
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    /** {@code EC:label}, {@code P-521:label}, {@code RSA-1024:label}, {@code Ed25519:label}, … */
    static KeyPair keys(String label) {
        return KEYS.computeIfAbsent(label, Authority::make);
    }

    private static KeyPair make(String label) {
        String kind = label.substring(0, label.indexOf(':'));
        try {
            if (kind.startsWith("RSA-")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(Integer.parseInt(kind.substring(4)));
                return generator.generateKeyPair();
            }
            if (kind.startsWith("Ed")) {
                return KeyPairGenerator.getInstance(kind).generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            String curve = Map.of("EC", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1")
                    .get(kind);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(label, e);
        }
    }

    static BigInteger nextSerial() {
        return BigInteger.valueOf(SERIAL.incrementAndGet());
    }
}
