package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which requests a response with a Vary field answers (RFC 9111 §4.1). */
final class Variants {
    /** Their values are compared without case by their own definitions (RFC 9110 §12.5.3, §12.5.4). */
    private static final Set<String> CASELESS = Set.of("accept-encoding", "accept-language");

    private Variants() {}

    /** RFC 9111 §4.1: such a response answers no other request. */
    static boolean matchesNothing(HttpHeaders response) {
        return FieldList.members(response, "vary").contains("*");
    }

    /**
     * The request fields that count. Authorization always does: RFC 9111 §3.5 binds shared caches only, but one session
     * may act for more than one user.
     */
    static List<String> names(HttpHeaders response) {
        TreeSet<String> names = new TreeSet<>();
        names.add("authorization");
        FieldList.members(response, "vary").forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return new ArrayList<>(names);
    }

    static String digest(List<String> names, HttpHeaders request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                List<String> lines = request.allValues(name);
                String value = lines.isEmpty() ? "absent" : "=" + normalized(name, lines);
                digest.update((name + value + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static boolean matches(StoredResponse stored, HttpHeaders request) {
        return stored.varyDigest().equals(digest(stored.varyNames(), request));
    }

    /** Lines may be joined, and the space at commas may go, without a change of meaning; order is kept, as it may matter. */
    private static String normalized(String name, List<String> lines) {
        String value = String.join(",", FieldList.split(String.join(",", lines)));
        return CASELESS.contains(name) ? value.toLowerCase(Locale.ROOT) : value;
    }
}
