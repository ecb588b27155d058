package dev.quiver.cli.render;

import dev.quiver.quic.trust.InspectedCertificate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** What a certificate says, in few words. */
final class CertificateWords {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_NAMES = 8;

    private final Instant now = Instant.now();

    /** The common name, with the organisation where there is one. */
    String name(InspectedCertificate certificate) {
        X509Certificate decoded = certificate.certificate();
        if (decoded == null) {
            return "(" + certificate.der().length + " bytes)";
        }
        if (decoded.getSubjectX500Principal().getName().isEmpty()) {
            List<String> names = certificate.names();
            return names.isEmpty() ? "(no name)" : names.get(0);
        }
        return name(decoded.getSubjectX500Principal());
    }

    String name(X500Principal principal) {
        String whole = principal.getName();
        try {
            String common = null;
            String organisation = null;
            List<Rdn> parts = new LdapName(whole).getRdns();
            for (Rdn part : parts) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    common = String.valueOf(part.getValue());
                } else if (part.getType().equalsIgnoreCase("O")) {
                    organisation = String.valueOf(part.getValue());
                }
            }
            if (common != null) {
                return clean(organisation == null ? common : common + " (" + organisation + ")");
            }
        } catch (InvalidNameException e) {
            // As it is, then.
        }
        return clean(whole);
    }

    /** Lines about it: names of a leaf, key and dates, and by what it can be told apart when asked for. */
    List<String> details(InspectedCertificate certificate, boolean leaf, boolean verbose) {
        List<String> lines = new ArrayList<>();
        X509Certificate decoded = certificate.certificate();
        if (decoded == null) {
            lines.add(String.valueOf(certificate.fault()));
            return lines;
        }
        List<String> names = certificate.names();
        if (leaf && !names.isEmpty()) {
            int shown = verbose ? names.size() : Math.min(MOST_NAMES, names.size());
            String rest = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
            lines.add("for "
                    + String.join(
                            ", ",
                            names.subList(0, shown).stream()
                                    .map(CertificateWords::address)
                                    .toList())
                    + rest);
        }
        lines.add(validity(decoded) + " · " + certificate.key() + " · signed " + certificate.signatureAlgorithm());
        if (verbose) {
            lines.add("sha256 " + certificate.sha256());
            lines.add("pin " + certificate.pin());
            lines.add("serial " + decoded.getSerialNumber().toString(16));
            certificate.remarks().forEach(remark -> lines.add("remark: " + remark));
        }
        return lines;
    }

    private String validity(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (from.isAfter(now)) {
            return "valid from " + DAY.format(from);
        }
        return until.isBefore(now)
                ? "expired " + DAY.format(until) + " (" + days(until, now) + " ago)"
                : "until " + DAY.format(until) + " (" + days(now, until) + ")";
    }

    private static String days(Instant from, Instant until) {
        Duration between = Duration.between(from, until);
        long days = between.toDays();
        return days == 0 ? between.toHours() + " h" : days == 1 ? "1 day" : days + " days";
    }

    /** Java spells IPv6 addresses out in full. */
    private static String address(String name) {
        if (name.indexOf(':') < 0) {
            return name;
        }
        try {
            return IpText.of(InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return name;
        }
    }

    /** A peer wrote it: no control character reaches the terminal. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(200)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
