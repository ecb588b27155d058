package dev.quiver.h3.internal.exchange;

import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.WireRequest;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a response sends a request, under the JDK's policies. Pure. */
public final class Redirects {
    /** As many as the JDK's client follows, under its property: the first request counts as one. */
    public static final int MOST = Integer.getInteger("jdk.httpclient.redirects.retrylimit", 5) - 1;

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");
    private static final Set<String> ABOUT_CONTENT =
            Set.of("content-length", "content-type", "content-encoding", "content-language", "content-location");

    private Redirects() {}

    /**
     * The request to send next, or null if the response is for the caller.
     *
     * @param followed how many redirects were followed before
     */
    public static @Nullable WireRequest next(
            Redirect policy, WireRequest request, int status, @Nullable String location, int followed) {
        if (policy == Redirect.NEVER || !redirects(status) || location == null || followed >= MOST) {
            return null;
        }
        URI target;
        try {
            target = resolve(request.uri(), location);
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
        if (target.getScheme() == null || target.getHost() == null || !allowed(policy, request.uri(), target)) {
            return null;
        }
        String method = method(status, request.method());
        boolean keepsBody = method.equals(request.method());
        boolean sameOrigin = OriginKey.of(request.uri()).equals(OriginKey.of(target));
        HttpHeaders headers = HttpHeaders.of(request.headers().map(), (name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            // RFC 9110 §15.4: what was meant for one origin, or for content that is not sent, is not for the other.
            return !lower.equals("host")
                    && (sameOrigin || !CREDENTIALS.contains(lower))
                    && (keepsBody || !ABOUT_CONTENT.contains(lower));
        });
        BodyPublisher body = keepsBody ? request.publisher() : null;
        return request.redirected(target, method, headers, body);
    }

    /**
     * RFC 3986 §5.2.2. By itself {@link URI#resolve} takes the last segment off the path for a mere query, and glues a
     * relative path to the host of a base without a path: to another host.
     */
    private static URI resolve(URI base, String location) {
        URI from = base.getRawPath().isEmpty() ? base.resolve("/") : base;
        if (!location.isEmpty() && location.charAt(0) != '?' && location.charAt(0) != '#') {
            return from.resolve(location);
        }
        boolean query = location.startsWith("?") || from.getRawQuery() == null;
        return URI.create(from.getScheme() + "://" + from.getRawAuthority() + from.getRawPath()
                + (query ? "" : "?" + from.getRawQuery()) + location);
    }

    private static boolean redirects(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static boolean allowed(Redirect policy, URI from, URI to) {
        String scheme = to.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return false;
        }
        // NORMAL: always, except from https to http.
        return policy == Redirect.ALWAYS
                || scheme.equals("https")
                || from.getScheme().equalsIgnoreCase("http");
    }

    /** RFC 9110 §15.4.2 to §15.4.4, as browsers and the JDK's client have it. */
    private static String method(int status, String method) {
        return switch (status) {
            case 301, 302 -> method.equals("POST") ? "GET" : method;
            case 303 -> method.equals("HEAD") ? "HEAD" : "GET";
            default -> method;
        };
    }
}
