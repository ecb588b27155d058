package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.HttpCookie;
import java.time.Instant;
import java.util.Comparator;

/**
 * A cookie in a jar.
 *
 * @param created when its name was first set
 * @param set when its value was
 * @param used when it was last sent
 */
public record StoredCookie(HttpCookie cookie, Instant created, Instant set, Instant used) {
    /** RFC 6265bis §5.8.3 step 4: longer paths first, then the older. */
    static final Comparator<StoredCookie> SENDING_ORDER = Comparator.comparing(
                    (StoredCookie each) -> -each.cookie.path().length())
            .thenComparing(StoredCookie::created)
            .thenComparing(each -> each.cookie.name());

    boolean isExpired(Instant now) {
        return cookie.expiresDate().filter(end -> !end.isAfter(now)).isPresent();
    }

    StoredCookie usedAt(Instant now) {
        return new StoredCookie(cookie, created, set, now);
    }
}
