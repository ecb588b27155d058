package dev.quiver.h3.internal.okhttp;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Which request follows a response, by the rules that OkHttp's own stack has. One for each call; not thread-safe. */
final class FollowUps {
    /** OkHttp's limit. */
    private static final int MOST = 20;

    private static final int TEMPORARY_REDIRECT = 307;
    private static final int PERMANENT_REDIRECT = 308;

    private final CallSettings settings;
    private int followed;

    FollowUps(CallSettings settings) {
        this.settings = settings;
    }

    /**
     * The next request, or null if this response is the caller's.
     *
     * @throws ProtocolException after too many
     */
    @Nullable
    Request after(Response response) throws IOException {
        Request next = switch (response.code()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> settings.authenticator().authenticate(null, response);
            case HttpURLConnection.HTTP_MULT_CHOICE,
                    HttpURLConnection.HTTP_MOVED_PERM,
                    HttpURLConnection.HTTP_MOVED_TEMP,
                    HttpURLConnection.HTTP_SEE_OTHER,
                    TEMPORARY_REDIRECT,
                    PERMANENT_REDIRECT -> redirect(response);
            case HttpURLConnection.HTTP_CLIENT_TIMEOUT -> settings.retries() ? again(response, true) : null;
            case HttpURLConnection.HTTP_UNAVAILABLE -> again(response, false);
            default -> null;
        };
        if (next == null) {
            return null;
        }
        RequestBody body = next.body();
        if (body != null && body.isOneShot()) {
            return null;
        }
        if (++followed > MOST) {
            response.close();
            throw new ProtocolException("Too many follow-up requests: " + followed);
        }
        return next;
    }

    /** RFC 9110 §15.4; what OkHttp does where it leaves a choice. */
    private @Nullable Request redirect(Response response) {
        Request request = response.request();
        String location = response.header("Location");
        HttpUrl to = location == null || !settings.client().followRedirects()
                ? null
                : request.url().resolve(location);
        if (to == null
                || !to.scheme().equals(request.url().scheme())
                        && !settings.client().followSslRedirects()) {
            return null;
        }
        Request.Builder next = request.newBuilder().url(to);
        if (becomesGet(request.method(), response.code())) {
            next.method("GET", null)
                    .removeHeader("Transfer-Encoding")
                    .removeHeader("Content-Length")
                    .removeHeader("Content-Type");
        }
        if (!isSameOrigin(request.url(), to)) {
            next.removeHeader("Authorization");
        }
        return next.build();
    }

    private static boolean becomesGet(String method, int status) {
        return switch (method) {
            case "GET", "HEAD", "PROPFIND" -> false;
            case "QUERY" -> status == HttpURLConnection.HTTP_SEE_OTHER;
            default -> status != TEMPORARY_REDIRECT && status != PERMANENT_REDIRECT;
        };
    }

    private static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
        return one.host().equals(other.host())
                && one.port() == other.port()
                && one.scheme().equals(other.scheme());
    }

    /** The same request once more, if the server wants it at once and did not say the same before. */
    private static @Nullable Request again(Response response, boolean unasked) {
        Response prior = response.priorResponse();
        String delay = response.header("Retry-After");
        boolean now = delay == null ? unasked : delay.matches("0+");
        return now && (prior == null || prior.code() != response.code()) ? response.request() : null;
    }
}
