package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** What two independent validators say of a path. Bouncy Castle's provider is used by object, never registered. */
final class PathJudges {
    /** Name constraints multiply by names; a path larger than TLS clients read is not worth that work. */
    private static final int LARGEST = 128 << 10;

    private PathJudges() {}

    private static final class Castle {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    static BuiltPath judged(List<X509Certificate> path) {
        if (size(path) > LARGEST) {
            String fault = "it takes more than " + (LARGEST >> 10) + " KiB and was not validated";
            return new BuiltPath(path, fault, fault);
        }
        GeneralSecurityException jdk = Paths.fault(path);
        return new BuiltPath(path, jdk == null ? null : said(jdk), bouncyCastle(path));
    }

    private static @Nullable String bouncyCastle(List<X509Certificate> path) {
        if (path.size() < 2) {
            return null;
        }
        try {
            CertPath between = CertificateFactory.getInstance("X.509", Castle.PROVIDER)
                    .generateCertPath(path.subList(0, path.size() - 1));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.get(path.size() - 1), null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX", Castle.PROVIDER).validate(between, parameters);
            return null;
        } catch (GeneralSecurityException | RuntimeException e) {
            return said(e);
        }
    }

    private static String said(Exception failure) {
        return Shown.text(String.valueOf(failure.getMessage()));
    }

    private static long size(List<X509Certificate> path) {
        long size = 0;
        try {
            for (X509Certificate certificate : path) {
                size += certificate.getEncoded().length;
            }
        } catch (CertificateEncodingException e) {
            return Long.MAX_VALUE;
        }
        return size;
    }
}
