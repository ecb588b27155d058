package dev.quiver.quic.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Each certificate of a path: dates, key, signature, and whether it may be used in its place. */
final class CertificateCheck {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int KEY_CERT_SIGN = 5;

    private final PresentedChain chain;
    private final Findings findings;
    private final Instant now = Instant.now();
    private final Duration soon;

    CertificateCheck(PresentedChain chain, Findings findings, Duration soon) {
        this.chain = chain;
        this.findings = findings;
        this.soon = soon;
    }

    /**
     * Looks at a path.
     *
     * @param path leaf first
     * @param anchored whether its last is an anchor, of which only the key counts, unless it is the leaf
     */
    void look(List<X509Certificate> path, boolean anchored) {
        int judged = anchored && path.size() > 1 ? path.size() - 1 : path.size();
        for (int i = 0; i < judged; i++) {
            X509Certificate certificate = path.get(i);
            dates(certificate);
            key(certificate);
            if (!chain.signatures().selfSigned(certificate)) {
                signature(certificate);
            }
            if (certificate.hasUnsupportedCriticalExtension()) {
                wrongUsage(certificate, "has a critical extension that clients do not know");
            }
            if (i > 0) {
                authority(certificate, path.subList(1, i));
            }
        }
        if (judged < path.size()) {
            key(path.get(judged));
        }
        leaf(path.get(0));
        NameConstraintCheck.Violation violation = NameConstraintCheck.in(path);
        if (violation != null) {
            findings.add(
                    FindingId.NAME_CONSTRAINT,
                    chain.indexOf(violation.certificate()),
                    name(violation.certificate()) + " has names that an authority above is not allowed to speak for: "
                            + violation.message() + ".",
                    "Have it issued by an authority for these names.");
        }
    }

    private void dates(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        Integer index = chain.indexOf(certificate);
        if (now.isAfter(until)) {
            findings.add(
                    FindingId.EXPIRED,
                    index,
                    name(certificate) + " expired " + days(until, now) + " ago, at " + second(until) + ".",
                    "Renew it, and reload the server so that it presents the new one.");
        } else if (now.isBefore(from)) {
            findings.add(
                    FindingId.NOT_YET_VALID,
                    index,
                    name(certificate) + " is valid only from " + second(from) + ".",
                    "Check this machine's clock, or wait.");
        } else if (now.plus(soon).isAfter(until)) {
            findings.add(
                    FindingId.EXPIRES_SOON,
                    index,
                    name(certificate) + " expires in " + days(now, until) + ", at " + second(until)
                            + "; it was issued for " + days(from, until) + ".",
                    "Renew it in time.");
        }
    }

    private void key(X509Certificate certificate) {
        KeyStrength key = KeyStrength.of(certificate.getPublicKey());
        String weakness = key.weakness();
        if (weakness != null) {
            findings.add(
                    FindingId.WEAK_KEY,
                    chain.indexOf(certificate),
                    name(certificate) + " has a key of " + key + "; " + weakness + ".",
                    "Make a new key, RSA with 2048 bits or P-256, and have it certified.");
        }
    }

    private void signature(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT).replace("-", "");
        boolean weak = algorithm.startsWith("SHA1") || algorithm.startsWith("MD") || algorithm.contains("WITHDSA");
        if (weak || certificate.getSigAlgOID().equals("1.3.14.3.2.29")) {
            findings.add(
                    FindingId.WEAK_SIGNATURE,
                    chain.indexOf(certificate),
                    name(certificate) + " is signed with " + Shown.text(certificate.getSigAlgName())
                            + ", which can be forged or is no longer supported.",
                    "Have it issued anew with SHA-256 or better.");
        }
    }

    /** RFC 5280 §6.1.4 (k) to (n). */
    private void authority(X509Certificate certificate, List<X509Certificate> below) {
        boolean[] usage = certificate.getKeyUsage();
        int limit = certificate.getBasicConstraints();
        long depth = below.stream()
                .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
                .count();
        if (limit < 0) {
            wrongUsage(certificate, "is used as an authority, but is none (basic constraints)");
        } else if (usage != null && !(usage.length > KEY_CERT_SIGN && usage[KEY_CERT_SIGN])) {
            wrongUsage(certificate, "is used as an authority, but its key usage does not allow signing certificates");
        } else if (depth > limit) {
            wrongUsage(certificate, "allows " + limit + " authorities below it, and there are " + depth);
        }
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            if (extended != null && !extended.contains(SERVER_AUTH) && !extended.contains(ANY_USAGE)) {
                wrongUsage(certificate, "may not issue for TLS servers (extended key usage), which browsers enforce");
            }
        } catch (CertificateParsingException e) {
            wrongUsage(certificate, "has an extended key usage that cannot be read");
        }
    }

    private void leaf(X509Certificate leaf) {
        if (!Rejections.forServers(leaf)) {
            wrongUsage(leaf, "is not meant for TLS servers (key usage or extended key usage)");
        }
    }

    private void wrongUsage(X509Certificate certificate, String what) {
        findings.add(
                FindingId.WRONG_USAGE,
                chain.indexOf(certificate),
                name(certificate) + " " + what + ".",
                "Have the chain issued for TLS servers.");
    }

    private static String name(X509Certificate certificate) {
        return Shown.name(certificate.getSubjectX500Principal());
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String days(Instant from, Instant until) {
        Duration between = Duration.between(from, until);
        long days = between.toDays();
        return days > 0 ? days + (days == 1 ? " day" : " days") : Math.max(0, between.toHours()) + " hours";
    }
}
