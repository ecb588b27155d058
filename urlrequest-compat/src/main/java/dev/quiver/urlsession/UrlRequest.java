package dev.quiver.urlsession;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What to load: immutable, usable many times when its body is. */
public final class UrlRequest {
    private final URI url;
    private final String method;
    private final HttpHeaders headers;
    private final Optional<BodyPublisher> body;
    private final Optional<Duration> timeoutInterval;

    private UrlRequest(Builder builder) {
        this.url = builder.url;
        this.method = builder.method;
        this.headers = HttpHeaders.of(builder.fields, (name, value) -> true);
        this.body = Optional.ofNullable(builder.body);
        this.timeoutInterval = Optional.ofNullable(builder.timeoutInterval);
    }

    /** A GET of this URL. */
    public static UrlRequest of(URI url) {
        return newBuilder(url).build();
    }

    /** Starts with a GET of this URL. */
    public static Builder newBuilder(URI url) {
        return new Builder(url);
    }

    /** The URL, absolute. */
    public URI url() {
        return url;
    }

    /** The method. Default {@code GET}. */
    public String httpMethod() {
        return method;
    }

    /** The fields of this request; the session adds its own where these do not name them. */
    public HttpHeaders headers() {
        return headers;
    }

    /** The body, or empty. */
    public Optional<BodyPublisher> httpBody() {
        return body;
    }

    /** The limit on silence, in place of the session's; see {@link UrlSessionConfiguration#timeoutIntervalForRequest}. */
    public Optional<Duration> timeoutInterval() {
        return timeoutInterval;
    }

    @Override
    public String toString() {
        return method + " " + url;
    }

    /** Builds a {@link UrlRequest}; not thread-safe. */
    public static final class Builder {
        private final URI url;
        private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private String method = "GET";
        private @Nullable BodyPublisher body;
        private @Nullable Duration timeoutInterval;

        private Builder(URI url) {
            this.url = Objects.requireNonNull(url, "url");
        }

        /**
         * The method.
         *
         * @throws IllegalArgumentException if it is not a token (RFC 9110 §9.1) or is CONNECT
         */
        public Builder httpMethod(String method) {
            if (!FieldSyntax.isToken(method)) {
                throw new IllegalArgumentException("not a method (RFC 9110 §9.1): \"" + method + "\"");
            }
            if (method.equals("CONNECT")) {
                throw new IllegalArgumentException("CONNECT opens a tunnel, which no data task can carry");
            }
            this.method = method;
            return this;
        }

        /**
         * Sets a field, in place of earlier values.
         *
         * @throws IllegalArgumentException if name or value could not be sent (RFC 9110 §5)
         */
        public Builder setValue(String field, String value) {
            FieldSyntax.check(field, value);
            fields.put(field.toLowerCase(Locale.ROOT), List.of(value));
            return this;
        }

        /** Adds a value to a field, beside earlier ones. */
        public Builder addValue(String field, String value) {
            FieldSyntax.check(field, value);
            fields.merge(field.toLowerCase(Locale.ROOT), List.of(value), (before, more) -> {
                List<String> all = new ArrayList<>(before);
                all.addAll(more);
                return List.copyOf(all);
            });
            return this;
        }

        /** The body, sent as it is. The bytes are copied. */
        public Builder httpBody(byte[] body) {
            return httpBody(BodyPublishers.ofByteArray(body.clone()));
        }

        /** The body, streamed on demand; a request is as repeatable as its publisher. */
        public Builder httpBody(BodyPublisher body) {
            this.body = Objects.requireNonNull(body, "body");
            return this;
        }

        /** A form with files as the body, and its {@code Content-Type}. */
        public Builder httpBody(MultipartForm form) {
            return httpBody(form.body()).setValue("content-type", form.contentType());
        }

        /** The limit on silence, in place of the session's. */
        public Builder timeoutInterval(Duration interval) {
            this.timeoutInterval = UrlSessionConfiguration.positive(interval, "timeoutInterval");
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalStateException if a GET or HEAD has a body: URLSession refuses that too
         */
        public UrlRequest build() {
            if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
                throw new IllegalStateException(
                        method + " with a body: say httpMethod(\"POST\"), or leave the body out");
            }
            return new UrlRequest(this);
        }
    }
}
