package dev.quiver.h3;

import dev.quiver.h3.internal.message.ShownUri;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a stream of bytes to speak another protocol on: an extended CONNECT (RFC 8441 §4, for HTTP/3 RFC 9220),
 * given to {@link H3Client#connect}. Immutable.
 */
public final class ExtendedConnect {
    private final URI uri;
    private final String protocol;
    private final HttpHeaders headers;
    private final @Nullable Duration timeout;

    private ExtendedConnect(Builder builder) {
        HttpRequest.Builder request = HttpRequest.newBuilder(builder.uri);
        for (int i = 0; i < builder.fields.size(); i += 2) {
            request.header(builder.fields.get(i), builder.fields.get(i + 1));
        }
        this.uri = builder.uri;
        this.protocol = builder.protocol;
        this.headers = request.build().headers();
        this.timeout = builder.timeout;
    }

    /**
     * A request to be set up.
     *
     * @param uri an https URI, whose authority, path and query are sent
     * @param protocol the upgrade token, such as {@code connect-udp}: the {@code :protocol} pseudo-header field
     */
    public static Builder newBuilder(URI uri, String protocol) {
        return new Builder(uri, protocol);
    }

    /** The target. */
    public URI uri() {
        return uri;
    }

    /** What is to be spoken on the stream. */
    public String protocol() {
        return protocol;
    }

    /** The fields. */
    public HttpHeaders headers() {
        return headers;
    }

    /** The limit on everything up to the server's answer, or null for none. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Sets up a request; not thread-safe. */
    public static final class Builder {
        private final URI uri;
        private final String protocol;
        private final List<String> fields = new ArrayList<>();
        private @Nullable Duration timeout;

        private Builder(URI uri, String protocol) {
            this.uri = Objects.requireNonNull(uri, "uri");
            this.protocol = Objects.requireNonNull(protocol, "protocol");
        }

        /** Adds a field. One that belongs to a connection makes {@link #build()} refuse, as the JDK does. */
        public Builder header(String name, String value) {
            fields.add(Objects.requireNonNull(name, "name"));
            fields.add(Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The limit on everything up to the server's answer. Default: none but those of the connection. */
        public Builder timeout(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("timeout must be positive");
            }
            this.timeout = limit;
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalArgumentException if the URI is not one of https, or a field cannot be sent
         */
        public ExtendedConnect build() {
            if (!"https".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException("an extended CONNECT is for https URIs, unlike " + ShownUri.of(uri));
            }
            return new ExtendedConnect(this);
        }
    }
}
