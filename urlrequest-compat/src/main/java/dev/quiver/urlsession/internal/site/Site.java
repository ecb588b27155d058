package dev.quiver.urlsession.internal.site;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a URL belongs to, as HTML's "same site" compares it: scheme and registrable domain, or the whole host where there
 * is none.
 *
 * @param scheme {@code http} or {@code https}; WebSocket's schemes count as these
 * @param domain canonical
 */
public record Site(String scheme, String domain) {
    /** The site of a URL, or null where it has no host that could be compared. */
    public static @Nullable Site of(URI url) {
        String host = CanonicalHost.of(url.getHost());
        if (host == null || url.getScheme() == null) {
            return null;
        }
        String scheme = switch (url.getScheme().toLowerCase(Locale.ROOT)) {
            case "ws" -> "http";
            case "wss" -> "https";
            default -> url.getScheme().toLowerCase(Locale.ROOT);
        };
        String registrable = PublicSuffixes.list().registrable(host);
        return new Site(scheme, registrable == null ? host : registrable);
    }

    /** Whether two URLs have one site; what has none is the same as nothing. */
    public static boolean same(URI one, URI other) {
        Site site = of(one);
        return site != null && site.equals(of(other));
    }

    /** Whether two URLs have one registrable domain, or host where there is none, whatever their schemes. */
    public static boolean sameDomain(URI one, URI other) {
        Site site = of(one);
        Site second = of(other);
        return site != null && second != null && site.domain().equals(second.domain());
    }
}
