package dev.quiver.h3.okhttp;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.internal.okhttp.Carrier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Carries the calls of an {@code OkHttpClient} by an {@link H3Client}: add it as the <b>last</b> application interceptor.
 * {@link H3CallFactory} does that by itself.
 *
 * <p>OkHttp's own stack behind it is gone past, so this does what that would have done: the fields of the body, cookies by
 * the {@code CookieJar}, gzip asked for and unpacked unseen, redirects, the {@code Authenticator}, 408 and 503, the
 * time-outs. Dispatcher, call time-out and cancellation, and the interceptors before this one, are OkHttp's. The {@code
 * H3Client} decides between HTTP/3 and TCP; {@code Response.protocol()} tells what it was.
 *
 * <p>Where an {@link Obstacle} stands in the way OkHttp's own stack carries the call. The log ({@code
 * dev.quiver.h3.okhttp}) says so the first time as information, later on as debugging, and {@link Passage#of} for each
 * response. Immutable, safe to use from any thread. The {@code H3Client} stays the caller's to close.
 */
public final class H3Interceptor implements Interceptor {
    private final Carrier carrier;

    /** Goes without nothing. */
    public H3Interceptor(H3Client client) {
        this(newBuilder(client), null);
    }

    private H3Interceptor(Builder builder, @Nullable OkHttpClient known) {
        this.carrier = new Carrier(builder.client, known, Set.copyOf(builder.waived));
    }

    /**
     * To be set up.
     *
     * @throws IllegalArgumentException if the client follows redirects, keeps cookies or answers challenges by itself: here
     *     they are the {@code OkHttpClient}'s, and both would do it in turn
     */
    public static Builder newBuilder(H3Client client) {
        return new Builder(client);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        return carrier.carry(chain);
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final H3Client client;
        private final EnumSet<Obstacle> waived = EnumSet.noneOf(Obstacle.class);

        private Builder(H3Client client) {
            this.client = Objects.requireNonNull(client, "client");
            if (client.followRedirects() != HttpClient.Redirect.NEVER
                    || client.cookieHandler().isPresent()
                    || client.authenticator().isPresent()) {
                throw new IllegalArgumentException("redirects, cookies and challenges are the OkHttpClient's: build the"
                        + " H3Client without followRedirects, cookieHandler and authenticator");
            }
        }

        /**
         * Uses Quiver although these stand in the way: the {@link H3Client} does it in its own way, or one goes without.
         *
         * @throws IllegalArgumentException for one that cannot be gone without
         */
        public Builder waive(Obstacle... obstacles) {
            for (Obstacle each : obstacles) {
                if (!each.isWaivable()) {
                    throw new IllegalArgumentException(each + " cannot be waived: " + each.reason());
                }
                waived.add(each);
            }
            return this;
        }

        /** The interceptor. */
        public H3Interceptor build() {
            return new H3Interceptor(this, null);
        }

        /** For the calls of this client only. */
        H3Interceptor build(OkHttpClient known) {
            return new H3Interceptor(this, known);
        }
    }
}
