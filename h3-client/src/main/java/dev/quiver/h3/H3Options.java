package dev.quiver.h3;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is told beyond the JDK's words, given per client ({@link H3Client.Builder#options}) or per call
 * ({@link H3Client#exchange}), where it replaces the client's as a whole: derive one by {@link #toBuilder()}.
 * Immutable.
 */
public final class H3Options {
    /** Discovery {@link Discovery#ANY}, no priority said, no limit on the whole exchange or on silence, no listener. */
    public static final H3Options DEFAULT = newBuilder().build();

    private final Discovery discovery;
    private final @Nullable Priority priority;
    private final @Nullable Duration exchangeTimeout;
    private final @Nullable Duration bodyIdleTimeout;
    private final @Nullable Consumer<? super InformationalResponse> informationalListener;

    private H3Options(Builder builder) {
        this.discovery = builder.discovery;
        this.priority = builder.priority;
        this.exchangeTimeout = builder.exchangeTimeout;
        this.bodyIdleTimeout = builder.bodyIdleTimeout;
        this.informationalListener = builder.informationalListener;
    }

    /** Options to be set, each at its default. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /** A builder that starts from these. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.discovery = discovery;
        builder.priority = priority;
        builder.exchangeTimeout = exchangeTimeout;
        builder.bodyIdleTimeout = bodyIdleTimeout;
        builder.informationalListener = informationalListener;
        return builder;
    }

    /** How HTTP/3 is found. */
    public Discovery discovery() {
        return discovery;
    }

    /** The priority said to the server, or null when none is. */
    public @Nullable Priority priority() {
        return priority;
    }

    /** The limit on the whole exchange, its body included, or null. */
    public @Nullable Duration exchangeTimeout() {
        return exchangeTimeout;
    }

    /** How long a body may stand still, or null for as long as it likes. */
    public @Nullable Duration bodyIdleTimeout() {
        return bodyIdleTimeout;
    }

    /** Who is told of interim responses as they come, or null. */
    public @Nullable Consumer<? super InformationalResponse> informationalListener() {
        return informationalListener;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private Discovery discovery = Discovery.ANY;
        private @Nullable Priority priority;
        private @Nullable Duration exchangeTimeout;
        private @Nullable Duration bodyIdleTimeout;
        private @Nullable Consumer<? super InformationalResponse> informationalListener;

        private Builder() {}

        /** How HTTP/3 is found. Default {@link Discovery#ANY}. */
        public Builder discovery(Discovery value) {
            this.discovery = Objects.requireNonNull(value, "discovery");
            return this;
        }

        /**
         * Says this priority to the server in a {@code priority} field (RFC 9218 §5) unless the request has one already,
         * and orders this client's own upload by it. Default: nothing is said.
         */
        public Builder priority(Priority value) {
            this.priority = Objects.requireNonNull(value, "priority");
            return this;
        }

        /**
         * The limit on the whole exchange: connection, redirects and both bodies. Unlike {@link
         * java.net.http.HttpRequest#timeout()}, which ends with the response's head, it also ends a body under way, with
         * a {@link java.net.http.HttpTimeoutException}. Default: none.
         */
        public Builder exchangeTimeout(Duration value) {
            this.exchangeTimeout = positive(value, "exchangeTimeout");
            return this;
        }

        /**
         * The limit on the time between two bytes: the exchange fails with a {@link java.net.http.HttpTimeoutException},
         * caused by an {@link H3Exception} of kind {@code TIMEOUT}, and its stream is reset, when for this long nothing
         * of the response's body came that its subscriber had asked for, or nothing of the request's body was taken.
         * Neither a subscriber that asks for nothing nor a publisher that gives nothing lets it run; up to the response's
         * head only the request's body does. It may come a quarter late, never early. Works over HTTP/3 and TCP; not for
         * WebSockets and extended CONNECTs. Default: none.
         */
        public Builder bodyIdleTimeout(Duration value) {
            this.bodyIdleTimeout = positive(value, "bodyIdleTimeout");
            return this;
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive");
            }
            return value;
        }

        /**
         * Is told of each interim response (1xx) as it comes, on the client's executor, before the final response.
         * Never called over TCP, where the JDK's client does not tell. Default: nobody.
         */
        public Builder informationalListener(Consumer<? super InformationalResponse> listener) {
            this.informationalListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** The options. */
        public H3Options build() {
            return new H3Options(this);
        }
    }
}
