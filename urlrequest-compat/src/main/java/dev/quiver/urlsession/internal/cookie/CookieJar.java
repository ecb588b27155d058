package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.HttpCookie;
import dev.quiver.urlsession.SameSite;
import dev.quiver.urlsession.internal.site.CanonicalHost;
import dev.quiver.urlsession.internal.site.PublicSuffixes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that are kept, and which of them go with a request (RFC 6265bis §5.7, §5.8.3). A state machine: the time comes
 * in, the changes go out. Not thread-safe.
 */
public final class CookieJar {
    private final Eviction eviction;
    /** By domain, without its leading dot. */
    private final Map<String, Map<CookieKey, StoredCookie>> domains = new HashMap<>();

    private int size;
    private Instant lastCreated = Instant.EPOCH;

    public CookieJar(Eviction eviction) {
        this.eviction = eviction;
    }

    int size() {
        return size;
    }

    /** All, in no particular order, without those that ended. */
    public List<StoredCookie> all(Instant now) {
        return domains.values().stream()
                .flatMap(each -> each.values().stream())
                .filter(each -> !each.isExpired(now))
                .toList();
    }

    /**
     * Puts in a cookie that a response set, or that was there before; one that has ended takes out what it replaces.
     *
     * @param overSecure whether it came over TLS, or from the caller: it may then take a secure cookie's place (§5.7 step 16)
     * @return what changed; nothing if it was refused
     */
    public List<CookieChange> put(HttpCookie cookie, boolean overSecure, Instant now) {
        CookieKey key = CookieKey.of(cookie);
        if (!overSecure && !cookie.isSecure() && overlaysSecure(cookie, now)) {
            return List.of();
        }
        StoredCookie old = find(key);
        List<CookieChange> changes = new ArrayList<>();
        StoredCookie stored =
                new StoredCookie(limited(cookie, now), old == null ? after(now) : old.created(), now, now);
        if (stored.isExpired(now)) {
            if (old != null) {
                changes.add(take(key));
            }
            return changes;
        }
        restore(stored);
        changes.add(new CookieChange(key, stored));
        for (CookieKey excess : eviction.excess(bucket(key), this, now)) {
            changes.add(take(excess));
        }
        return changes;
    }

    /** Cookies of one response keep their order, however coarse the clock. */
    private Instant after(Instant now) {
        lastCreated = now.isAfter(lastCreated) ? now : lastCreated.plusNanos(1);
        return lastCreated;
    }

    private static HttpCookie limited(HttpCookie cookie, Instant now) {
        Instant expires = cookie.expiresDate().orElse(null);
        if (expires == null || !expires.isAfter(now.plus(SetCookie.LONGEST))) {
            return cookie;
        }
        HttpCookie.Builder same = HttpCookie.newBuilder(cookie.name(), cookie.value(), cookie.domain())
                .path(cookie.path())
                .secure(cookie.isSecure())
                .httpOnly(cookie.isHttpOnly())
                .expiresDate(SetCookie.limited(expires, now));
        cookie.sameSite().ifPresent(same::sameSite);
        return same.build();
    }

    /** §5.7 step 16. */
    private boolean overlaysSecure(HttpCookie cookie, Instant now) {
        String host = bare(cookie.domain());
        Predicate<StoredCookie> overlaid = other -> other.cookie().isSecure()
                && other.cookie().name().equals(cookie.name())
                && CookiePath.matches(cookie.path(), other.cookie().path())
                && !other.isExpired(now);
        return domains.entrySet().stream()
                .filter(each ->
                        CanonicalHost.matches(each.getKey(), host) || CanonicalHost.matches(host, each.getKey()))
                .anyMatch(each -> each.getValue().values().stream().anyMatch(overlaid));
    }

    /** Puts back what a jar had before, as it was. */
    public void restore(StoredCookie stored) {
        CookieKey key = CookieKey.of(stored.cookie());
        if (domains.computeIfAbsent(bare(key.domain()), none -> new LinkedHashMap<>())
                        .put(key, stored)
                == null) {
            size++;
        }
    }

    /** Takes one out. */
    public CookieChange take(CookieKey key) {
        Map<CookieKey, StoredCookie> bucket = domains.get(bare(key.domain()));
        if (bucket != null && bucket.remove(key) != null) {
            size--;
            if (bucket.isEmpty()) {
                domains.remove(bare(key.domain()));
            }
        }
        return new CookieChange(key, null);
    }

    /** Takes out all that this is true of. */
    public List<CookieChange> takeIf(Predicate<StoredCookie> what) {
        List<CookieKey> keys = stored().stream()
                .filter(what)
                .map(each -> CookieKey.of(each.cookie()))
                .toList();
        return keys.stream().map(this::take).toList();
    }

    /** Those that go with this request, in the order of the field. */
    public List<HttpCookie> cookies(RequestContext request, Instant now) {
        String host = request.host();
        List<StoredCookie> found = new ArrayList<>();
        for (String domain = host; domain != null; domain = parent(domain, host)) {
            for (StoredCookie each : domains.getOrDefault(domain, Map.of()).values()) {
                if (goesWith(each, domain, request) && !each.isExpired(now)) {
                    found.add(each);
                }
            }
        }
        found.sort(StoredCookie.SENDING_ORDER);
        found.forEach(each -> restore(each.usedAt(now)));
        return found.stream().map(StoredCookie::cookie).toList();
    }

    private static @Nullable String parent(String domain, @Nullable String host) {
        int dot = domain.indexOf('.');
        return dot < 0 || host == null || CanonicalHost.isAddress(host) ? null : domain.substring(dot + 1);
    }

    /** §5.8.3 step 3. */
    private static boolean goesWith(StoredCookie stored, String domain, RequestContext request) {
        HttpCookie cookie = stored.cookie();
        boolean ofHost = domain.equals(request.host());
        // A suffix that became public since takes its cookies with it.
        boolean domainMatches =
                cookie.isHostOnly() ? ofHost : !PublicSuffixes.list().isSuffix(domain);
        boolean siteMatches = request.sameSite()
                || cookie.sameSite().orElse(SameSite.LAX) == SameSite.NONE
                || cookie.sameSite().orElse(SameSite.LAX) == SameSite.LAX && request.safe() && request.topLevel();
        return domainMatches
                && siteMatches
                && CookiePath.matches(request.path(), cookie.path())
                && (request.secure() || !cookie.isSecure());
    }

    @Nullable
    StoredCookie find(CookieKey key) {
        return domains.getOrDefault(bare(key.domain()), Map.of()).get(key);
    }

    private Map<CookieKey, StoredCookie> bucket(CookieKey key) {
        return domains.getOrDefault(bare(key.domain()), Map.of());
    }

    /** All, those that ended among them. */
    List<StoredCookie> stored() {
        return domains.values().stream().flatMap(each -> each.values().stream()).toList();
    }

    /** How many share this one's domain. */
    int sharing(StoredCookie stored) {
        return domains.getOrDefault(bare(stored.cookie().domain()), Map.of()).size();
    }

    private static String bare(String domain) {
        return domain.startsWith(".") ? domain.substring(1) : domain;
    }
}
