package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.HttpCookie;
import dev.quiver.urlsession.SameSite;
import dev.quiver.urlsession.internal.site.CanonicalHost;
import dev.quiver.urlsession.internal.site.PublicSuffixes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a cookie that a response sets, as far as it depends on nothing that is kept (RFC 6265bis §5.7). Pure. */
public sealed interface Acceptance {
    /** It may be kept. */
    record Accepted(HttpCookie cookie) implements Acceptance {}

    /** It may not. */
    record Refused(String why) implements Acceptance {}

    /** Judges one. */
    static Acceptance of(SetCookie set, RequestContext request) {
        String host = request.host();
        if (host == null) {
            return new Refused("it came from no host");
        }
        String domain = set.domain() == null ? "" : set.domain();
        if (domain.chars().anyMatch(c -> c > 0x7f)) {
            return new Refused("its domain has characters beyond ASCII (step 8)");
        }
        if (!domain.isEmpty() && PublicSuffixes.list().isSuffix(domain)) {
            if (!domain.equals(host)) {
                return new Refused("its domain is a public suffix (step 9)");
            }
            domain = "";
        }
        if (!domain.isEmpty() && !CanonicalHost.matches(host, domain)) {
            return new Refused("its domain is not the host's (step 10)");
        }
        if (set.secure() && !request.secure()) {
            return new Refused("it is secure, its connection was not (step 13)");
        }
        boolean open = set.sameSite() == SameSite.NONE;
        if (!open && !request.sameSite() && !request.topLevel()) {
            return new Refused("it came with another site's document and is not SameSite=None (step 18)");
        }
        boolean hostOnly = domain.isEmpty() || CanonicalHost.isAddress(host);
        String broken =
                CookieSyntax.brokenPromise(set.name(), set.value(), set.secure(), domain.isEmpty(), set.path(), open);
        return broken != null
                ? new Refused(broken)
                : new Accepted(cookie(set, hostOnly ? host : "." + domain, request.path()));
    }

    private static HttpCookie cookie(SetCookie set, String domain, String requestPath) {
        String path = set.path() == null || set.path().isEmpty() ? CookiePath.defaultOf(requestPath) : set.path();
        HttpCookie.Builder cookie = HttpCookie.newBuilder(set.name(), set.value(), domain)
                .path(path)
                .secure(set.secure())
                .httpOnly(set.httpOnly());
        Instant expires = set.expires();
        if (expires != null) {
            cookie.expiresDate(expires);
        }
        @Nullable SameSite sameSite = set.sameSite();
        if (sameSite != null) {
            cookie.sameSite(sameSite);
        }
        return cookie.build();
    }
}
