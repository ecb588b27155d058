package dev.quiver.cli.certs;

import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.HostPort;
import dev.quiver.cli.transfer.Stage;
import java.net.IDN;
import org.jspecify.annotations.Nullable;

/**
 * A host that was asked for.
 *
 * @param typed as it was written
 * @param server what that means; null if nothing
 * @param failure what is wrong with it; null if nothing
 */
public record CertsTarget(
        String typed, @Nullable HostPort server, @Nullable Failure failure) {
    private static final int HTTPS = 443;
    private static final int LONGEST_NAME = 253;

    /** {@code HOST}, {@code HOST:PORT}, {@code [IPv6]:PORT}, a bare IPv6 address, or an https URL for its authority. */
    public static CertsTarget parse(String text) {
        try {
            return new CertsTarget(text, server(text.strip()), null);
        } catch (IllegalArgumentException e) {
            String message = "bad host \"" + text + "\": " + e.getMessage();
            return new CertsTarget(text, null, Failure.local(ErrorKind.BAD_URL, Stage.CONNECTING, message, null));
        }
    }

    /** Its name in output. */
    public String host() {
        return server == null ? typed : server.host();
    }

    private static HostPort server(String text) {
        String authority = authority(text);
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("leave out the user");
        }
        if (authority.indexOf('[') < 0 && authority.indexOf(':') != authority.lastIndexOf(':')) {
            return new HostPort(address(authority), HTTPS);
        }
        boolean named = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        HostPort typed = HostPort.parse(named ? authority : authority + ":" + HTTPS);
        return authority.startsWith("[")
                ? new HostPort(address(typed.host()), typed.port())
                : new HostPort(name(typed.host()), typed.port());
    }

    private static String authority(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return text;
        }
        if (!text.regionMatches(true, 0, "https", 0, scheme) || scheme != "https".length()) {
            throw new IllegalArgumentException("only https URLs have certificates; HOST or HOST:PORT will do");
        }
        String rest = text.substring(scheme + "://".length());
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }

    private static String address(String text) {
        if (!text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')) {
            throw new IllegalArgumentException("\"" + text + "\" is no IPv6 address");
        }
        return text;
    }

    private static String name(String text) {
        String ascii;
        try {
            ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no name that DNS could hold", e);
        }
        boolean good = ascii.chars()
                .allMatch(c -> c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || c == '-'
                        || c == '_'
                        || c == '.');
        if (!good
                || ascii.isEmpty()
                || ascii.startsWith(".")
                || ascii.contains("..")
                || ascii.length() > LONGEST_NAME
                || ascii.startsWith("-")) {
            throw new IllegalArgumentException("\"" + text + "\" is no host name or address");
        }
        return ascii;
    }
}
