package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who signed whom. Each pair is checked once, and so many altogether: a peer decides how many there are to check. */
final class Signatures {
    private static final int MOST = 400;

    private final Map<List<X509Certificate>, Boolean> known = new HashMap<>();

    /** Whether the issuer's key made the certificate's signature; false once too many were asked for. */
    boolean made(X509Certificate issuer, X509Certificate certificate) {
        List<X509Certificate> pair = List.of(issuer, certificate);
        Boolean before = known.get(pair);
        if (before == null) {
            if (known.size() >= MOST) {
                return false;
            }
            before = verified(issuer, certificate);
            known.put(pair, before);
        }
        return before;
    }

    /** Whether the names fit and the signature too. */
    boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && made(issuer, certificate);
    }

    boolean selfSigned(X509Certificate certificate) {
        return issued(certificate, certificate);
    }

    private static boolean verified(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
