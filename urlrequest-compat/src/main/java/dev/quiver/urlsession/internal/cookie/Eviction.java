package dev.quiver.urlsession.internal.cookie;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Which cookies go when there are too many (RFC 6265bis §5.7): those that ended, then those of crowded domains, the ones
 * that are not secure first, then any; among equals the one that was longest not used.
 *
 * @param perDomain of one domain
 * @param total of all
 * @param fair how many of one domain are never a crowd
 */
public record Eviction(int perDomain, int total, int fair) {
    /** The RFC asks for 50 and 3000 at least; servers grew used to browsers' 180. */
    public static final Eviction DEFAULT = new Eviction(180, 3000, 50);

    List<CookieKey> excess(Map<CookieKey, StoredCookie> bucket, CookieJar jar, Instant now) {
        List<CookieKey> going = new ArrayList<>();
        going.addAll(first(bucket.size() - perDomain, bucket.values(), each -> rank(each, true, now)));
        int excess = jar.size() - going.size() - total;
        if (excess > 0) {
            List<StoredCookie> rest = jar.stored().stream()
                    .filter(each -> !going.contains(CookieKey.of(each.cookie())))
                    .toList();
            going.addAll(first(excess, rest, each -> rank(each, jar.sharing(each) > fair, now)));
        }
        return going;
    }

    private static List<CookieKey> first(int count, Collection<StoredCookie> of, ToIntFunction<StoredCookie> rank) {
        if (count <= 0) {
            return List.of();
        }
        return of.stream()
                .sorted(Comparator.comparingInt(rank)
                        .thenComparing(StoredCookie::used)
                        .thenComparing(StoredCookie::created))
                .limit(count)
                .map(each -> CookieKey.of(each.cookie()))
                .toList();
    }

    private static int rank(StoredCookie each, boolean crowded, Instant now) {
        if (each.isExpired(now)) {
            return 0;
        }
        if (crowded) {
            return each.cookie().isSecure() ? 2 : 1;
        }
        return 3;
    }
}
