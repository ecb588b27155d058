package dev.quiver.quic.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** What a peer wrote into its certificates, made fit for a sentence: short and free of control characters. */
final class Shown {
    private static final int LONGEST = 120;
    private static final int MOST_NAMES = 5;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private Shown() {}

    static String text(String raw) {
        StringBuilder clean = new StringBuilder(Math.min(raw.length(), LONGEST) + 1);
        raw.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return raw.codePointCount(0, raw.length()) > LONGEST ? clean.append('…').toString() : clean.toString();
    }

    static String name(X500Principal principal) {
        String name = principal.getName(X500Principal.RFC2253);
        return name.isEmpty() ? "an empty name" : "\"" + text(name) + "\"";
    }

    static String certificate(X509Certificate certificate) {
        return "the certificate " + name(certificate.getSubjectX500Principal());
    }

    /** The names that the certificate speaks for, as a list in a sentence. */
    static String names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> entry : alternatives == null ? List.<List<?>>of() : alternatives) {
                Integer kind = (Integer) entry.get(0);
                if (kind == DNS_NAME || kind == IP_ADDRESS) {
                    names.add(text(String.valueOf(entry.get(1))));
                }
            }
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
        if (names.isEmpty()) {
            return "no DNS name or address, only " + name(certificate.getSubjectX500Principal());
        }
        int more = names.size() - MOST_NAMES;
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
        return more > 0 ? shown + " and " + more + " more" : shown;
    }
}
