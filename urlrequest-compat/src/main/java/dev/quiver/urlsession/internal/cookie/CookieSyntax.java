package dev.quiver.urlsession.internal.cookie;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a cookie may be made of (RFC 6265bis §5.6, §5.7). Pure. */
public final class CookieSyntax {
    /** §5.6 step 5: of name and value together, in bytes; a field's characters are bytes. */
    static final int LARGEST = 4096;
    /** §5.6: of an attribute. */
    static final int LARGEST_ATTRIBUTE = 1024;

    private CookieSyntax() {}

    /**
     * Throws unless a field could carry these and bring them back unchanged.
     *
     * @throws IllegalArgumentException with the reason; the value is not in it
     */
    public static void check(String name, String value, String path) {
        if (name.isEmpty() && value.isEmpty()) {
            throw new IllegalArgumentException("a cookie without name and value (RFC 6265bis §5.7 step 2)");
        }
        if (name.length() + value.length() > LARGEST) {
            throw new IllegalArgumentException("the cookie " + name + " has more than " + LARGEST + " bytes");
        }
        if (!isPlain(name) || name.indexOf('=') >= 0 || !isPlain(value)) {
            throw new IllegalArgumentException("the cookie " + name + " has characters that no Cookie field can carry");
        }
        if (!path.startsWith("/") || hasControls(path)) {
            throw new IllegalArgumentException("the path of a cookie begins with /, and \"" + path + "\" does not");
        }
    }

    private static boolean isPlain(String text) {
        return !hasControls(text) && trimmed(text).length() == text.length() && text.indexOf(';') < 0;
    }

    /** §5.6 step 1, and what is no byte; tabs are white space and no such character. */
    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f || c > 0xff);
    }

    static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Which promise that a cookie's name or attributes make (§5.7 steps 19 to 22) it does not keep, or null.
     *
     * @param path where it was said, and null where it was not
     */
    public static @Nullable String brokenPromise(
            String name, String value, boolean secure, boolean hostOnly, @Nullable String path, boolean forAllSites) {
        if (forAllSites && !secure) {
            return "SameSite=None without Secure (RFC 6265bis §5.7 step 19)";
        }
        if (begins(name, "__Secure-") && !secure) {
            return "__Secure- without Secure (RFC 6265bis §5.7 step 20)";
        }
        if (begins(name, "__Host-") && !(secure && hostOnly && "/".equals(path))) {
            return "__Host- without Secure, with Domain or without Path=/ (RFC 6265bis §5.7 step 21)";
        }
        if (name.isEmpty() && (begins(value, "__Secure-") || begins(value, "__Host-"))) {
            return "no name and a value like a name with a prefix (RFC 6265bis §5.7 step 22)";
        }
        return null;
    }

    private static boolean begins(String text, String prefix) {
        return text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
    }
}
