package dev.quiver.cli.transfer;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From what a person typed to a URL that can be fetched (RFC 3986, RFC 9110 §4.2). */
public final class UrlCheck {
    private UrlCheck() {}

    /**
     * The URL, without its fragment, its host in ASCII.
     *
     * @throws TransferException of kind {@code BAD_URL}, saying what is wrong with it
     */
    public static URI parse(String text) throws TransferException {
        URI typed;
        try {
            typed = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw bad(text, e.getReason() + (e.getIndex() >= 0 ? " at character " + (e.getIndex() + 1) : ""), e);
        }
        String scheme = typed.getScheme() == null ? "" : typed.getScheme().toLowerCase(Locale.ROOT);
        if (!text.contains("://")) {
            throw bad(text, "it has no scheme; did you mean https://" + text.strip() + " ?", null);
        }
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw bad(text, "the scheme is \"" + scheme + "\"; quiver fetches https and http", null);
        }
        if (typed.getRawUserInfo() != null) {
            throw bad(withoutUser(text), "it carries a user or password; pass them with -u user:password", null);
        }
        String authority = typed.getRawAuthority();
        if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
            throw bad(text, "it names no host", null);
        }
        int port = portOf(authority);
        if (port == 0 || port > 65535) {
            throw bad(text, "the port must be 1 to 65535", null);
        }
        return rebuild(text, typed, scheme, authority);
    }

    private static URI rebuild(String text, URI typed, String scheme, String authority) throws TransferException {
        String ascii;
        try {
            ascii = authority.startsWith("[") ? authority : IDN.toASCII(authority, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw bad(text, "its host is no name that DNS could hold", e);
        }
        String path = typed.getRawPath() == null || typed.getRawPath().isEmpty() ? "/" : typed.getRawPath();
        String query = typed.getRawQuery() == null ? "" : "?" + typed.getRawQuery();
        try {
            URI url = new URI(new URI(scheme + "://" + ascii + path + query).toASCIIString());
            if (url.getHost() == null) {
                throw bad(text, "\"" + authority + "\" is no host name or address", null);
            }
            return url;
        } catch (URISyntaxException e) {
            throw bad(text, e.getReason(), e);
        }
    }

    /** The port that an authority names, -1 for none, {@code Integer.MAX_VALUE} for a number out of sight. */
    private static int portOf(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || colon < authority.lastIndexOf(']')) {
            return -1;
        }
        String digits = authority.substring(colon + 1);
        if (digits.isEmpty()) {
            return -1;
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static String withoutUser(String text) {
        return text.replaceFirst("://[^/@]*@", "://");
    }

    private static TransferException bad(String text, String why, @Nullable Throwable cause) {
        String message = "bad URL \"" + text + "\": " + why;
        return new TransferException(Failure.local(ErrorKind.BAD_URL, Stage.CONNECTING, message, cause));
    }
}
