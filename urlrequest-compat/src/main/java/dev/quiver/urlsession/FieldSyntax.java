package dev.quiver.urlsession;

import java.util.Locale;
import java.util.Set;

/** What a method, a field name and a field value may be made of. */
final class FieldSyntax {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** The transport writes these itself (RFC 9110 §7.2, §7.6.1, §8.6, RFC 9114 §4.2); clients refuse them. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private FieldSyntax() {}

    /** RFC 9110 §5.6.2. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(FieldSyntax::isTokenChar);
    }

    /** RFC 9110 §5.1, §5.5: a name is a token; a value has no line ends and no NUL. */
    static void check(String name, String value) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("not a field name (RFC 9110 §5.1): \"" + name + "\"");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the field " + name + " is written by the client itself: leave it out");
        }
        if (value.chars().anyMatch(c -> c != '\t' && c < 0x20 || c == 0x7f || c > 0xff)) {
            throw new IllegalArgumentException("the value of " + name + " has a character that no field can carry");
        }
    }

    private static boolean isTokenChar(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
