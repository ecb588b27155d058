package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The addresses that a certificate names for its issuer's services; a few of each, none where they are malformed. */
final class IssuerAddresses {
    private static final int MOST = 3;

    private IssuerAddresses() {}

    /** Where the issuer's certificate can be had (RFC 5280 §4.2.2.1). */
    static List<String> issuers(X509Certificate certificate) {
        return access(certificate, AccessDescription.id_ad_caIssuers);
    }

    /** Where OCSP answers can be had. */
    static List<String> ocsp(X509Certificate certificate) {
        return access(certificate, AccessDescription.id_ad_ocsp);
    }

    /** Where revocation lists can be had (RFC 5280 §4.2.1.13). */
    static List<String> crls(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        try {
            byte[] extension = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
            if (extension == null) {
                return found;
            }
            CRLDistPoint points = CRLDistPoint.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            for (DistributionPoint point : points.getDistributionPoints()) {
                DistributionPointName name = point.getDistributionPoint();
                // A point for some reasons only, or of another issuer, would not tell the whole truth.
                boolean complete = point.getReasons() == null && point.getCRLIssuer() == null;
                if (complete && name != null && name.getType() == DistributionPointName.FULL_NAME) {
                    Arrays.stream(GeneralNames.getInstance(name.getName()).getNames())
                            .forEach(general -> add(found, general));
                }
            }
        } catch (RuntimeException e) {
            return List.of();
        }
        return found;
    }

    private static List<String> access(X509Certificate certificate, ASN1ObjectIdentifier method) {
        List<String> found = new ArrayList<>();
        try {
            byte[] extension = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
            if (extension == null) {
                return found;
            }
            AuthorityInformationAccess access = AuthorityInformationAccess.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            for (AccessDescription description : access.getAccessDescriptions()) {
                if (description.getAccessMethod().equals(method)) {
                    add(found, description.getAccessLocation());
                }
            }
        } catch (RuntimeException e) {
            return List.of();
        }
        return found;
    }

    private static void add(List<String> found, GeneralName name) {
        if (name.getTagNo() == GeneralName.uniformResourceIdentifier && found.size() < MOST) {
            found.add(name.getName().toString());
        }
    }
}
