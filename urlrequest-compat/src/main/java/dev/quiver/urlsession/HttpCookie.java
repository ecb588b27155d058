package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.cookie.Acceptance;
import dev.quiver.urlsession.internal.cookie.CookieSyntax;
import dev.quiver.urlsession.internal.cookie.RequestContext;
import dev.quiver.urlsession.internal.cookie.SetCookie;
import dev.quiver.urlsession.internal.site.CanonicalHost;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cookie; {@code HTTPCookie}. Immutable. Its value is a secret and not in its {@link #toString()}. */
public final class HttpCookie {
    private final String name;
    private final String value;
    private final String host;
    private final boolean hostOnly;
    private final String path;
    private final @Nullable Instant expires;
    private final boolean secure;
    private final boolean httpOnly;
    private final @Nullable SameSite sameSite;

    private HttpCookie(Builder builder, String host) {
        this.name = builder.name;
        this.value = builder.value;
        this.host = host;
        this.hostOnly = !builder.domain.startsWith(".");
        this.path = builder.path;
        this.expires = builder.expires;
        this.secure = builder.secure;
        this.httpOnly = builder.httpOnly;
        this.sameSite = builder.sameSite;
    }

    /**
     * Starts with a cookie of the session, for the path {@code /}.
     *
     * @param domain a host, or with a leading dot a domain whose hosts all get it
     */
    public static Builder newBuilder(String name, String value, String domain) {
        return new Builder(name, value, domain);
    }

    /**
     * The cookies that a response sets and that RFC 6265bis lets it set, in order; {@code cookies(withResponseHeaderFields:for:)}.
     *
     * @param url where the response came from
     */
    public static List<HttpCookie> cookies(HttpHeaders responseFields, URI url) {
        List<HttpCookie> cookies = new ArrayList<>();
        Instant now = Instant.now();
        RequestContext context = RequestContext.direct(url);
        for (String line : responseFields.allValues("set-cookie")) {
            SetCookie parsed = SetCookie.parse(line, now);
            if (parsed != null && Acceptance.of(parsed, context) instanceof Acceptance.Accepted accepted) {
                cookies.add(accepted.cookie());
            }
        }
        return List.copyOf(cookies);
    }

    /** The {@code Cookie} field that sends these, in this order; empty for none. */
    public static String requestHeaderField(List<HttpCookie> cookies) {
        return cookies.stream().map(HttpCookie::pair).collect(Collectors.joining("; "));
    }

    private String pair() {
        return name.isEmpty() ? value : name + "=" + value;
    }

    /** The name; empty where the server gave none. */
    public String name() {
        return name;
    }

    /** The value as it is sent, quotes included. */
    public String value() {
        return value;
    }

    /** The host to which alone it goes, or with a leading dot the domain whose hosts all get it. */
    public String domain() {
        return hostOnly ? host : "." + host;
    }

    /** Whether it goes to the host that set it alone. */
    public boolean isHostOnly() {
        return hostOnly;
    }

    /** It goes to this path and those below. */
    public String path() {
        return path;
    }

    /** When it ends; empty for a cookie of the session. */
    public Optional<Instant> expiresDate() {
        return Optional.ofNullable(expires);
    }

    /** Whether it ends with the session, and so is never written to a file. */
    public boolean isSessionOnly() {
        return expires == null;
    }

    /** Whether it is sent over TLS only. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether scripts of a page are not to see it. There are none here: told, with no effect. */
    public boolean isHttpOnly() {
        return httpOnly;
    }

    /** {@code sameSitePolicy}; empty where the server said none, which is treated as {@link SameSite#LAX}. */
    public Optional<SameSite> sameSite() {
        return Optional.ofNullable(sameSite);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpCookie cookie
                && name.equals(cookie.name)
                && value.equals(cookie.value)
                && host.equals(cookie.host)
                && hostOnly == cookie.hostOnly
                && path.equals(cookie.path)
                && Objects.equals(expires, cookie.expires)
                && secure == cookie.secure
                && httpOnly == cookie.httpOnly
                && sameSite == cookie.sameSite;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value, host, path);
    }

    @Override
    public String toString() {
        return "HttpCookie[" + name + " of " + domain() + path + "]";
    }

    /** Builds a {@link HttpCookie}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String value;
        private final String domain;
        private String path = "/";
        private @Nullable Instant expires;
        private boolean secure;
        private boolean httpOnly;
        private @Nullable SameSite sameSite;

        private Builder(String name, String value, String domain) {
            this.name = Objects.requireNonNull(name, "name");
            this.value = Objects.requireNonNull(value, "value");
            this.domain = Objects.requireNonNull(domain, "domain");
        }

        /** The path, from {@code /} on. Default {@code /}. */
        public Builder path(String path) {
            this.path = Objects.requireNonNull(path, "path");
            return this;
        }

        /** When it ends; a store keeps it for 400 days at most (RFC 6265bis §5.5). */
        public Builder expiresDate(Instant expires) {
            this.expires = Objects.requireNonNull(expires, "expires");
            return this;
        }

        /** Over TLS only. */
        public Builder secure(boolean secure) {
            this.secure = secure;
            return this;
        }

        /** Not for scripts. */
        public Builder httpOnly(boolean httpOnly) {
            this.httpOnly = httpOnly;
            return this;
        }

        /** Whether it goes with requests that another site caused. */
        public Builder sameSite(SameSite sameSite) {
            this.sameSite = Objects.requireNonNull(sameSite, "sameSite");
            return this;
        }

        /**
         * The cookie.
         *
         * @throws IllegalArgumentException if it could not be sent as it is, or no store would keep it: its characters, its
         *     size (4096 bytes), its name's prefix ({@code __Secure-}, {@code __Host-}), {@code SameSite=None} without secure
         */
        public HttpCookie build() {
            CookieSyntax.check(name, value, path);
            String host = CanonicalHost.of(domain.startsWith(".") ? domain.substring(1) : domain);
            if (host == null) {
                throw new IllegalArgumentException("not a host or domain: \"" + domain + "\"");
            }
            String broken = CookieSyntax.brokenPromise(
                    name, value, secure, !domain.startsWith("."), path, sameSite == SameSite.NONE);
            if (broken != null) {
                throw new IllegalArgumentException(broken);
            }
            return new HttpCookie(this, host);
        }
    }
}
