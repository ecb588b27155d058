package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.internal.site.CanonicalHost;
import dev.quiver.urlsession.internal.site.Site;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request that cookies go with or come back on, as far as they depend on it.
 *
 * @param host canonical; null where the URL has none, and no cookies therefore
 * @param secure whether it goes over TLS
 * @param sameSite whether it is of the main document's site (RFC 6265bis §5.2)
 * @param topLevel whether it loads the main document itself
 * @param safe whether its method is (RFC 9110 §9.2.1)
 */
public record RequestContext(
        @Nullable String host, String path, boolean secure, boolean sameSite, boolean topLevel, boolean safe) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /**
     * The context of one request of a chain of redirects.
     *
     * @param url what is asked for now
     * @param first what the chain began with
     * @param mainDocument whose document this loads for; null where it is for nobody's but the caller's, which makes it
     *     same-site wherever it leads; the document itself where it equals {@code first}, whose scheme may change on the way
     */
    public static RequestContext of(URI url, String method, URI first, @Nullable URI mainDocument) {
        boolean topLevel = mainDocument == null || mainDocument.equals(first);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        return new RequestContext(
                CanonicalHost.of(url.getHost()),
                CookiePath.of(url),
                scheme.equals("https") || scheme.equals("wss"),
                mainDocument == null || (topLevel ? Site.sameDomain(url, mainDocument) : Site.same(url, mainDocument)),
                topLevel,
                SAFE.contains(method));
    }

    /** A GET of nobody's document but the caller's. */
    public static RequestContext direct(URI url) {
        return of(url, "GET", url, null);
    }
}
