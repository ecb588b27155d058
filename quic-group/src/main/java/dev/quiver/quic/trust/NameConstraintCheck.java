package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.jspecify.annotations.Nullable;

/**
 * RFC 5280 §6.1.3 (b) and (c): names against the constraints of the authorities above, from the anchor down. The anchor's
 * own constraints do not count, as with the JDK. The JDK's validator stops at its first fault; this one sees constraints
 * in an expired path too.
 */
final class NameConstraintCheck {
    /** Names times constraints; beyond it a peer would decide how long this takes. */
    private static final long MOST_WORK = 250_000;

    private NameConstraintCheck() {}

    /**
     * @param certificate the offending one
     * @param message what is wrong with it
     */
    record Violation(X509Certificate certificate, String message) {}

    /** The first violation, from the anchor down. */
    static @Nullable Violation in(List<X509Certificate> path) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        long constraints = 0;
        for (int i = path.size() - 2; i >= 0; i--) {
            X509Certificate certificate = path.get(i);
            try {
                GeneralName[] names = alternativeNames(certificate);
                boolean selfIssued = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
                if (constraints > 0 && (i == 0 || !selfIssued)) {
                    if (constraints * (names.length + 1L) > MOST_WORK) {
                        return new Violation(certificate, "there are too many names and constraints to compare");
                    }
                    check(validator, certificate, names);
                }
                constraints += i == 0 ? 0 : add(validator, certificate);
            } catch (NameConstraintValidatorException e) {
                String said = String.valueOf(e.getMessage());
                return new Violation(
                        certificate, Shown.text(said.endsWith(".") ? said.substring(0, said.length() - 1) : said));
            } catch (RuntimeException e) {
                return new Violation(
                        certificate, "its names or constraints are malformed: " + Shown.text(e.toString()));
            }
        }
        return null;
    }

    private static void check(PKIXNameConstraintValidator validator, X509Certificate certificate, GeneralName[] names)
            throws NameConstraintValidatorException {
        byte[] subject = certificate.getSubjectX500Principal().getEncoded();
        GeneralName directory = new GeneralName(X500Name.getInstance(subject));
        if (X500Name.getInstance(subject).getRDNs().length > 0) {
            validator.checkPermitted(directory);
            validator.checkExcluded(directory);
        }
        for (GeneralName name : names) {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
        }
    }

    private static long add(PKIXNameConstraintValidator validator, X509Certificate authority) {
        byte[] extension = authority.getExtensionValue(Extension.nameConstraints.getId());
        if (extension == null) {
            return 0;
        }
        NameConstraints constraints = NameConstraints.getInstance(
                ASN1OctetString.getInstance(extension).getOctets());
        GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
        GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
        long count = (permitted == null ? 0 : permitted.length) + (excluded == null ? 0 : excluded.length);
        if (count > Math.sqrt(MOST_WORK)) {
            throw new IllegalArgumentException("too many constraints");
        }
        if (permitted != null) {
            validator.intersectPermittedSubtree(permitted);
        }
        for (GeneralSubtree subtree : excluded == null ? new GeneralSubtree[0] : excluded) {
            validator.addExcludedSubtree(subtree);
        }
        return count;
    }

    private static GeneralName[] alternativeNames(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        return extension == null
                ? new GeneralName[0]
                : GeneralNames.getInstance(
                                ASN1OctetString.getInstance(extension).getOctets())
                        .getNames();
    }
}
