package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.SameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Set-Cookie field, taken apart (RFC 6265bis §5.6), each attribute as it was said last.
 *
 * @param expires null for a cookie of the session; at most 400 days ahead
 * @param domain in lower case without its leading dot; null where not said
 * @param path empty where something was said that is no path, null where nothing was; the default is meant by both
 */
public record SetCookie(
        String name,
        String value,
        @Nullable Instant expires,
        @Nullable String domain,
        @Nullable String path,
        boolean secure,
        boolean httpOnly,
        @Nullable SameSite sameSite) {
    /** §5.5. */
    static final Duration LONGEST = Duration.ofDays(400);

    /** Takes a field apart; null where it sets nothing. */
    public static @Nullable SetCookie parse(String line, Instant now) {
        if (CookieSyntax.hasControls(line)) {
            return null;
        }
        int semicolon = line.indexOf(';');
        String pair = semicolon < 0 ? line : line.substring(0, semicolon);
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : CookieSyntax.trimmed(pair.substring(0, equals));
        String value = CookieSyntax.trimmed(pair.substring(equals + 1));
        if (name.length() + value.length() > CookieSyntax.LARGEST || name.isEmpty() && value.isEmpty()) {
            return null;
        }
        Attributes attributes = new Attributes(now);
        if (semicolon >= 0) {
            for (String attribute : line.substring(semicolon + 1).split(";", -1)) {
                attributes.take(attribute);
            }
        }
        return attributes.with(name, value);
    }

    private static final class Attributes {
        private final Instant now;
        private @Nullable Instant maxAge;
        private @Nullable Instant expires;
        private @Nullable String domain;
        private @Nullable String path;
        private boolean secure;
        private boolean httpOnly;
        private @Nullable SameSite sameSite;

        Attributes(Instant now) {
            this.now = now;
        }

        void take(String attribute) {
            int equals = attribute.indexOf('=');
            String name = CookieSyntax.trimmed(equals < 0 ? attribute : attribute.substring(0, equals));
            String value = equals < 0 ? "" : CookieSyntax.trimmed(attribute.substring(equals + 1));
            if (value.length() > CookieSyntax.LARGEST_ATTRIBUTE) {
                return;
            }
            switch (name.toLowerCase(Locale.ROOT)) {
                case "expires" -> expires(CookieDate.parse(value));
                case "max-age" -> maxAge(value);
                case "domain" -> domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
                // §5.6.4: what is no path means the default, and still takes the place of an earlier one.
                case "path" -> path = value.startsWith("/") ? value : "";
                case "secure" -> secure = true;
                case "httponly" -> httpOnly = true;
                case "samesite" ->
                    sameSite = switch (value.toLowerCase(Locale.ROOT)) {
                        case "none" -> SameSite.NONE;
                        case "strict" -> SameSite.STRICT;
                        case "lax" -> SameSite.LAX;
                        default -> null;
                    };
                default -> {}
            }
        }

        private void expires(@Nullable Instant date) {
            if (date != null) {
                expires = limited(date, now);
            }
        }

        /** §5.6.2. */
        private void maxAge(String value) {
            String digits = value.startsWith("-") ? value.substring(1) : value;
            if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return;
            }
            if (value.startsWith("-")) {
                maxAge = Instant.EPOCH;
                return;
            }
            String significant = digits.replaceFirst("^0+", "");
            long seconds = significant.length() > 9 ? LONGEST.toSeconds() : Long.parseLong("0" + significant);
            maxAge = seconds == 0 ? Instant.EPOCH : limited(now.plusSeconds(seconds), now);
        }

        SetCookie with(String name, String value) {
            return new SetCookie(
                    name, value, maxAge == null ? expires : maxAge, domain, path, secure, httpOnly, sameSite);
        }
    }

    static Instant limited(Instant expires, Instant now) {
        Instant latest = now.plus(LONGEST);
        return expires.isAfter(latest) ? latest : expires;
    }
}
