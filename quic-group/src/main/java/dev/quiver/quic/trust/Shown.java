package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** What a peer wrote into its certificates, made fit for a sentence: short and free of control characters. */
final class Shown {
    private static final int LONGEST = 120;
    private static final int MOST_NAMES = 5;

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

    /** As RFC 4514 writes it. */
    static String principal(X500Principal principal) {
        return text(principal.getName(X500Principal.RFC2253));
    }

    /** The names that the certificate speaks for, as a list in a sentence. */
    static String names(X509Certificate certificate) {
        List<String> names = SubjectNames.of(certificate, MOST_NAMES);
        if (names.isEmpty()) {
            return "no DNS name or address, only " + name(certificate.getSubjectX500Principal());
        }
        int more = SubjectNames.count(certificate) - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
