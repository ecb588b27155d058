package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the JDK's validator says of one whole path. */
final class Paths {
    private static final int ENOUGH = 8;

    private Paths() {}

    /** The path that a trusted chain makes; empty where none can be shown (an own trust manager's own ways). */
    static List<X509Certificate> built(List<X509Certificate> presented, Collection<X509Certificate> anchors) {
        List<List<X509Certificate>> paths = PathFinder.paths(presented, anchors, ENOUGH);
        for (List<X509Certificate> path : paths) {
            if (paths.size() == 1 || fault(path) == null) {
                return path;
            }
        }
        return paths.isEmpty() ? List.of() : paths.get(0);
    }

    /** Why the path from leaf to anchor is not valid today; null if it is. Revocation is not asked. */
    static @Nullable GeneralSecurityException fault(List<X509Certificate> path) {
        if (path.size() < 2) {
            return null;
        }
        try {
            CertPath between =
                    CertificateFactory.getInstance("X.509").generateCertPath(path.subList(0, path.size() - 1));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.get(path.size() - 1), null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(between, parameters);
            return null;
        } catch (GeneralSecurityException e) {
            return e;
        } catch (RuntimeException e) {
            return new CertPathValidatorException("the path could not be checked", e);
        }
    }
}
