package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM allows a certificate's key and signature ({@code jdk.certpath.disabledAlgorithms}). The JDK has no
 * public question for it, so each certificate is validated under an anchor of the right name and a stranger's key: the
 * algorithms are judged before the signature fails.
 */
final class AlgorithmGate {
    private AlgorithmGate() {}

    private static final class Stranger {
        static final PublicKey KEY = make();

        private static PublicKey make() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(3072);
                return generator.generateKeyPair().getPublic();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has RSA", e);
            }
        }
    }

    /** As the JDK's TLS does behind a plain trust manager: all but an anchor at the end of the chain. */
    static void check(List<X509Certificate> presented, Collection<X509Certificate> anchors)
            throws CertificateException {
        int last = presented.size() - 1;
        for (int i = anchors.contains(presented.get(last)) ? last - 1 : last; i >= 0; i--) {
            CertPathValidatorException refusal = refusal(presented.get(i));
            if (refusal != null) {
                throw new CertificateException("certificate " + i + " is too weak", refusal);
            }
        }
    }

    /** Why the certificate is disabled; null if it is not. */
    static @Nullable CertPathValidatorException refusal(X509Certificate certificate) {
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
            TrustAnchor anchor = new TrustAnchor(certificate.getIssuerX500Principal(), Stranger.KEY, null);
            PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return null;
        } catch (CertPathValidatorException e) {
            return e.getReason() == BasicReason.ALGORITHM_CONSTRAINED ? e : null;
        } catch (GeneralSecurityException | RuntimeException e) {
            return new CertPathValidatorException("the algorithms could not be checked", e);
        }
    }
}
