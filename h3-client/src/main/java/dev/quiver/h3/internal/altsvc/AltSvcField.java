package dev.quiver.h3.internal.altsvc;

import dev.quiver.h3.internal.altsvc.Advice.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Alt-Svc} (RFC 7838 §3). What does not follow the grammar ends the reading of its line; what stands before
 * is used. Of the protocols only {@code h3} is of use here.
 */
public final class AltSvcField {
    /** RFC 7838 §3.1. */
    private static final long DEFAULT_MAX_AGE = 24 * 60 * 60;
    /** A year: what lies beyond is as good as for ever. */
    private static final long LONGEST = 365L * 24 * 60 * 60;
    /** More alternatives than this help nobody. */
    static final int MOST = 8;

    private final String text;
    private final String originHost;
    private int at;
    private boolean clear;

    private AltSvcField(String text, String originHost) {
        this.text = text;
        this.originHost = originHost;
    }

    /**
     * What the field's lines say, or null if they say nothing that can be understood.
     *
     * @param originHost whose alternatives these are: an authority may leave its host out
     */
    public static @Nullable Advice read(List<String> lines, String originHost) {
        List<Offer> offers = new ArrayList<>();
        boolean understood = false;
        for (String line : lines) {
            AltSvcField field = new AltSvcField(line, originHost);
            understood |= field.line(offers);
            // Also beside alternatives, where it does not belong: those of the same response are taken back too (§3).
            if (field.clear) {
                return Advice.CLEAR;
            }
        }
        return understood ? new Advice(offers.subList(0, Math.min(MOST, offers.size()))) : null;
    }

    /** Whether at least one alternative of whatever protocol was read. */
    private boolean line(List<Offer> offers) {
        boolean any = false;
        while (true) {
            space();
            while (take(',')) {
                space();
            }
            if (at == text.length()) {
                return any;
            }
            if (!value(offers)) {
                return any;
            }
            any = true;
            space();
            if (at < text.length() && text.charAt(at) != ',') {
                return true;
            }
        }
    }

    private boolean value(List<Offer> offers) {
        String protocol = token();
        // Case-sensitive (§3).
        clear |= "clear".equals(protocol) && (at == text.length() || ", \t".indexOf(text.charAt(at)) >= 0);
        String authority = protocol != null && take('=') ? quoted() : null;
        if (protocol == null || authority == null) {
            return false;
        }
        long maxAge = DEFAULT_MAX_AGE;
        boolean persist = false;
        int end = at;
        space();
        while (take(';')) {
            space();
            String name = token();
            String value = name != null && take('=') ? word() : null;
            if (name == null || value == null) {
                return false;
            }
            switch (name.toLowerCase(Locale.ROOT)) {
                case "ma" -> maxAge = seconds(value);
                // Any other value means nothing (§3.1).
                case "persist" -> persist = value.equals("1");
                default -> {}
            }
            end = at;
            space();
        }
        at = end;
        Place place = place(authority);
        if (place != null && maxAge >= 0 && decoded(protocol).equals("h3")) {
            offers.add(new Offer(place, maxAge, persist));
        }
        return true;
    }

    private static long seconds(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return value.length() > 9 ? LONGEST : Math.min(LONGEST, Long.parseLong(value));
    }

    private @Nullable Place place(String authority) {
        int colon = authority.lastIndexOf(':');
        String port = authority.substring(colon + 1);
        if (colon < 0 || port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int number = Integer.parseInt(port);
        String host = authority.substring(0, colon).toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return null;
        }
        boolean odd = host.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || "/?#@\\\"[]%".indexOf(c) >= 0);
        if (odd || host.length() > 255 || number < 1 || number > 65_535) {
            return null;
        }
        return new Place(host.isEmpty() ? originHost : host, number);
    }

    /** A protocol's name with its percent escapes undone (§3). */
    private static String decoded(String protocol) {
        if (protocol.indexOf('%') < 0) {
            return protocol;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < protocol.length(); i++) {
            char c = protocol.charAt(i);
            int high = c == '%' && i + 2 < protocol.length() ? Character.digit(protocol.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(protocol.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                out.append((char) (high << 4 | low));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void space() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private @Nullable String token() {
        int from = at;
        while (at < text.length() && tokenChar(text.charAt(at))) {
            at++;
        }
        return at == from ? null : text.substring(from, at);
    }

    private static boolean tokenChar(char c) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private @Nullable String word() {
        return at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    }

    /** A quoted string (RFC 9110 §5.6.4) without its quotes and escapes. */
    private @Nullable String quoted() {
        if (!take('"')) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\') {
                if (at == text.length()) {
                    return null;
                }
                c = text.charAt(at++);
            }
            out.append(c);
        }
        return null;
    }
}
