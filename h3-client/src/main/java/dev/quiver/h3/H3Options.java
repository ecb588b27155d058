package dev.quiver.h3;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final @Nullable PriorityControl priorityControl;
    private final @Nullable Duration exchangeTimeout;
    private final @Nullable Duration bodyIdleTimeout;
    private final @Nullable Supplier<HttpHeaders> requestTrailers;
    private final boolean earlyData;
    private final @Nullable Consumer<? super InformationalResponse> informationalListener;
    private final @Nullable ExchangeListener exchangeListener;

    private H3Options(Builder builder) {
        this.discovery = builder.discovery;
        this.priority = builder.priority;
        this.priorityControl = builder.priorityControl;
        this.exchangeTimeout = builder.exchangeTimeout;
        this.bodyIdleTimeout = builder.bodyIdleTimeout;
        this.requestTrailers = builder.requestTrailers;
        this.earlyData = builder.earlyData;
        this.informationalListener = builder.informationalListener;
        this.exchangeListener = builder.exchangeListener;
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
        builder.priorityControl = priorityControl;
        builder.exchangeTimeout = exchangeTimeout;
        builder.bodyIdleTimeout = bodyIdleTimeout;
        builder.requestTrailers = requestTrailers;
        builder.earlyData = earlyData;
        builder.informationalListener = informationalListener;
        builder.exchangeListener = exchangeListener;
        return builder;
    }

    /** How HTTP/3 is found. */
    public Discovery discovery() {
        return discovery;
    }

    /** The priority said to the server, the control's current one if there is a control; null when none is. */
    public @Nullable Priority priority() {
        return priorityControl != null ? priorityControl.current() : priority;
    }

    /** By what the priority changes while an exchange goes on, or null. */
    public @Nullable PriorityControl priorityControl() {
        return priorityControl;
    }

    /** The limit on the whole exchange, its body included, or null. */
    public @Nullable Duration exchangeTimeout() {
        return exchangeTimeout;
    }

    /** How long a body may stand still, or null for as long as it likes. */
    public @Nullable Duration bodyIdleTimeout() {
        return bodyIdleTimeout;
    }

    /** Who knows the fields behind a request's body, or null for none. */
    public @Nullable Supplier<HttpHeaders> requestTrailers() {
        return requestTrailers;
    }

    /** Whether a safe request may be sent before the handshake is done. */
    public boolean earlyData() {
        return earlyData;
    }

    /** Who is told of interim responses as they come, or null. */
    public @Nullable Consumer<? super InformationalResponse> informationalListener() {
        return informationalListener;
    }

    /** Who hears what happens to the exchange, or null. */
    public @Nullable ExchangeListener exchangeListener() {
        return exchangeListener;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private Discovery discovery = Discovery.ANY;
        private @Nullable Priority priority;
        private @Nullable PriorityControl priorityControl;
        private @Nullable Duration exchangeTimeout;
        private @Nullable Duration bodyIdleTimeout;
        private @Nullable Supplier<HttpHeaders> requestTrailers;
        private boolean earlyData;
        private @Nullable Consumer<? super InformationalResponse> informationalListener;
        private @Nullable ExchangeListener exchangeListener;

        private Builder() {}

        /** How HTTP/3 is found. Default {@link Discovery#ANY}. */
        public Builder discovery(Discovery value) {
            this.discovery = Objects.requireNonNull(value, "discovery");
            return this;
        }

        /**
         * Says this priority to the server in a {@code priority} field (RFC 9218 §5) unless the request has one already,
         * and, over HTTP/3, orders this client's own upload by it. In place of a control given before. Default: nothing
         * is said.
         */
        public Builder priority(Priority value) {
            this.priority = Objects.requireNonNull(value, "priority");
            this.priorityControl = null;
            return this;
        }

        /**
         * As {@link #priority}, with a priority that may change while the exchange goes on. Over TCP, where the JDK's
         * client cannot say it, no change is told: only the one that holds when the request is sent. In place of a
         * priority given before.
         */
        public Builder priorityControl(PriorityControl control) {
            this.priorityControl = Objects.requireNonNull(control, "control");
            this.priority = null;
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
         * Sends these fields behind the request's body (RFC 9114 §4.1), such as a digest of it. Asked on the client's
         * executor when the body's publisher has completed, once for each time that the body is sent; a request without a
         * body has none. Names go out in lower case. What may not be a trailer (RFC 9110 §6.5.1), null, and anything
         * thrown fails the exchange and resets its stream, so that the server never takes the request for whole.
         * Such a request goes by HTTP/3 or fails before it is sent: the JDK's client knows no trailers. Default: none.
         */
        public Builder requestTrailers(Supplier<HttpHeaders> supplier) {
            this.requestTrailers = Objects.requireNonNull(supplier, "supplier");
            return this;
        }

        /**
         * Lets GET, HEAD, OPTIONS and TRACE without a body go out with the first packet of a connection whose session is
         * resumed (0-RTT: RFC 9001 §4.6, RFC 8470): a round trip less. <b>Whoever sees the packets can send them
         * again</b>, so that a server may answer such a request more than once; hence only methods that are defined as
         * safe, and only if asked for. All others wait for the handshake. A request that is answered by 425 (Too Early)
         * is sent once more, after the handshake; one that nobody answers within QUIC's head start is given up and goes
         * by TCP. Connections made for such requests are judged within their handshake, which takes a thread each
         * meanwhile. Sessions are resumed within this client, and with others that share its {@link
         * H3Client.Builder#sessions} and evaluator. Default: no.
         */
        public Builder earlyData(boolean mayBeRepeated) {
            this.earlyData = mayBeRepeated;
            return this;
        }

        /**
         * Is told of each interim response (1xx) as it comes, on the client's executor, before the final response. What
         * it throws fails the exchange. Never called over TCP, where the JDK's client does not tell. Default: nobody.
         */
        public Builder informationalListener(Consumer<? super InformationalResponse> listener) {
            this.informationalListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Hears what happens to the exchanges under these options, after the {@link H3Client.Builder#exchangeListener
         * client's own}, which hear of every exchange. Default: nobody.
         */
        public Builder exchangeListener(ExchangeListener listener) {
            this.exchangeListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** The options. */
        public H3Options build() {
            return new H3Options(this);
        }
    }
}
