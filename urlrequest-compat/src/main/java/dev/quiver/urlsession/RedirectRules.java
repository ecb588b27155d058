package dev.quiver.urlsession;

import dev.quiver.urlsession.RedirectRules.Decision.Follow;
import dev.quiver.urlsession.RedirectRules.Decision.None;
import dev.quiver.urlsession.RedirectRules.Decision.Refuse;
import dev.quiver.urlsession.internal.load.UrlReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a redirection means (RFC 9110 §15.4): pure decisions. */
final class RedirectRules {
    /** As URLSession counts. */
    static final int MOST = 20;

    /** 300 names a choice, 304 is about the cache, 305 was taken back because it lets servers choose proxies (§15.4.6). */
    private static final Set<Integer> FOLLOWED = Set.of(301, 302, 303, 307, 308);

    private static final Set<String> OF_THE_ORIGIN = Set.of("authorization", "cookie", "proxy-authorization");
    private static final Set<String> OF_THE_BODY = Set.of(
            "content-type", "content-encoding", "content-language", "content-location", "digest", "content-digest");

    /** What to do. */
    sealed interface Decision {
        /** It is an answer like any other. */
        record None() implements Decision {}

        /** Load this instead. */
        record Follow(UrlRequest request) implements Decision {}

        /** The task is over. */
        record Refuse(UrlErrorCode code, String reason) implements Decision {}
    }

    private RedirectRules() {}

    /**
     * Decides.
     *
     * @param followed how many redirections this task has followed
     * @param insecure whether one from https to this URL of scheme http may be followed
     */
    static Decision decide(UrlRequest request, HttpUrlResponse response, int followed, Predicate<URI> insecure) {
        Optional<String> location = response.value("location").filter(value -> !value.isBlank());
        if (!FOLLOWED.contains(response.statusCode()) || location.isEmpty()) {
            return new None();
        }
        URI from = response.url();
        Optional<URI> target = resolve(from, location.get().strip());
        if (target.isEmpty()) {
            return new Refuse(UrlErrorCode.REDIRECT_TO_NON_EXISTENT_LOCATION, "the server redirects to no URL");
        }
        URI to = target.get();
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return new Refuse(UrlErrorCode.UNSUPPORTED_URL, "the server redirects to a URL of scheme " + scheme);
        }
        if (to.getHost() == null) {
            return new Refuse(UrlErrorCode.REDIRECT_TO_NON_EXISTENT_LOCATION, "the server redirects to no host");
        }
        if (followed >= MOST) {
            return new Refuse(
                    UrlErrorCode.HTTP_TOO_MANY_REDIRECTS, "the server redirects more than " + MOST + " times");
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && scheme.equals("http") && !insecure.test(to)) {
            return new Refuse(
                    UrlErrorCode.APP_TRANSPORT_SECURITY_REQUIRES_SECURE_CONNECTION,
                    "the server redirects from https to http; allowsInsecureRedirects(true) would follow");
        }
        return new Follow(next(request, response.statusCode(), from, to));
    }

    /** Whether two URLs are of one origin (RFC 6454 §5). */
    static boolean sameOrigin(URI one, URI other) {
        return origin(one).equals(origin(other));
    }

    /** Scheme, host and port in one. */
    static String origin(URI url) {
        String text = url.getScheme() + "://" + url.getHost() + ":" + port(url);
        return text.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static UrlRequest next(UrlRequest request, int status, URI from, URI to) {
        UrlRequest.Builder next = request.toBuilder().url(to);
        String method = request.httpMethod();
        // §15.4.4: 303 asks for another resource; §15.4.2, §15.4.3: what clients have always done with POST.
        boolean rewritten = status == 303 && !method.equals("HEAD") && !method.equals("GET")
                || (status == 301 || status == 302) && method.equals("POST");
        if (rewritten) {
            next.httpMethod("GET").noBody();
            OF_THE_BODY.forEach(next::removeValue);
        }
        if (!sameOrigin(from, to)) {
            OF_THE_ORIGIN.forEach(next::removeValue);
        }
        return next.build();
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            URI to = UrlReference.resolve(from, escaped(location));
            String fragment = to.getRawFragment() == null ? from.getRawFragment() : to.getRawFragment();
            return Optional.of(withoutUser(to, fragment));
        } catch (URISyntaxException | IllegalArgumentException bad) {
            return Optional.empty();
        }
    }

    /** A fragment is inherited (RFC 9110 §10.2.2); a user is not taken from a server. */
    private static URI withoutUser(URI to, @Nullable String fragment) throws URISyntaxException {
        if (to.getHost() == null) {
            return to;
        }
        String port = to.getPort() < 0 ? "" : ":" + to.getPort();
        String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        return new URI(to.getScheme() + "://" + to.getHost() + port + path
                + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery())
                + (fragment == null ? "" : "#" + fragment));
    }

    /** Servers send what no URI may hold: percent-encoded, it means what they meant. */
    private static String escaped(String location) {
        StringBuilder text = new StringBuilder();
        // Clients hand over field values an octet a character.
        boolean octets = location.chars().allMatch(c -> c <= 0xff);
        for (byte octet : location.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c <= 0x20 || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                text.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
