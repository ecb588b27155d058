package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.HttpCookie;
import dev.quiver.urlsession.SameSite;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Cookies as records of a file: parts divided by a character that none of them can have. Pure. */
final class CookieText {
    private static final String DIVIDER = "\u001f";
    private static final int VALUE_PARTS = 6;

    private CookieText() {}

    static String key(CookieKey key) {
        return String.join(DIVIDER, key.domain(), key.path(), key.name());
    }

    static @Nullable CookieKey key(String record) {
        String[] parts = record.split(DIVIDER, -1);
        return parts.length == 3 ? new CookieKey(parts[0], parts[1], parts[2]) : null;
    }

    /** Null for a cookie of the session, which no file gets. */
    static @Nullable String value(StoredCookie stored) {
        HttpCookie cookie = stored.cookie();
        Instant expires = cookie.expiresDate().orElse(null);
        if (expires == null) {
            return null;
        }
        return String.join(
                DIVIDER,
                cookie.value(),
                expires.toString(),
                stored.created().toString(),
                stored.set().toString(),
                (cookie.isSecure() ? "s" : "") + (cookie.isHttpOnly() ? "h" : ""),
                cookie.sameSite().map(Enum::name).orElse(""));
    }

    /** Null where it is not what {@link #value} writes. */
    static @Nullable StoredCookie stored(CookieKey key, String record) {
        String[] parts = record.split(DIVIDER, -1);
        if (parts.length != VALUE_PARTS) {
            return null;
        }
        try {
            HttpCookie.Builder cookie = HttpCookie.newBuilder(key.name(), parts[0], key.domain())
                    .path(key.path())
                    .expiresDate(Instant.parse(parts[1]))
                    .secure(parts[4].contains("s"))
                    .httpOnly(parts[4].contains("h"));
            if (!parts[5].isEmpty()) {
                cookie.sameSite(SameSite.valueOf(parts[5]));
            }
            return new StoredCookie(
                    cookie.build(), Instant.parse(parts[2]), Instant.parse(parts[3]), Instant.parse(parts[3]));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            return null;
        }
    }
}
