package dev.quiver.urlsession.internal.site;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of hosts in the one form in which they are compared (RFC 6265bis §5.1.2, RFC 6797 §10.1). Pure. */
public final class CanonicalHost {
    private static final int LONGEST_NAME = 253;

    private CanonicalHost() {}

    /** The name in A-labels and lower case, or null where it is no name. Addresses stay as they are. */
    public static @Nullable String of(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return null;
        }
        if (host.startsWith("[")) {
            return host.toLowerCase(Locale.ROOT);
        }
        try {
            // Code points younger than the JDK's tables are names all the same.
            String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return isName(ascii) ? ascii : null;
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    private static boolean isName(String ascii) {
        return !ascii.isEmpty()
                && ascii.length() <= LONGEST_NAME + 1
                && !ascii.startsWith(".")
                && !ascii.contains("..")
                && ascii.chars().allMatch(CanonicalHost::isNameChar);
    }

    /** Underscores are in use, though no host name should have them. */
    private static boolean isNameChar(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_';
    }

    /** Whether this canonical host is an address: a name's last label is never a number. */
    public static boolean isAddress(String host) {
        if (host.startsWith("[")) {
            return true;
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !last.isEmpty() && (last.chars().allMatch(c -> c >= '0' && c <= '9') || last.matches("0x[0-9a-f]*"));
    }

    /** Whether {@code host} is {@code domain} or lies under it (RFC 6265bis §5.1.3). Both canonical. */
    public static boolean matches(String host, String domain) {
        return host.equals(domain)
                || host.length() > domain.length()
                        && host.endsWith(domain)
                        && host.charAt(host.length() - domain.length() - 1) == '.'
                        && !isAddress(host);
    }
}
