package dev.quiver.urlsession;

import dev.quiver.h3.Discovery;
import java.io.InputStream;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What to load: immutable, usable many times when its body is. */
public final class UrlRequest {
    private final URI url;
    private final String method;
    private final HttpHeaders headers;
    private final Optional<BodyPublisher> body;
    private final Optional<Duration> timeoutInterval;
    private final Optional<CachePolicy> cachePolicy;
    private final Optional<NetworkServiceType> networkServiceType;
    private final Optional<URI> mainDocumentUrl;
    private final Optional<Discovery> discovery;
    private final boolean httpShouldHandleCookies;

    private UrlRequest(Builder builder) {
        this.url = builder.url;
        this.method = builder.method;
        this.headers = HttpHeaders.of(builder.fields, (name, value) -> true);
        this.body = Optional.ofNullable(builder.body);
        this.timeoutInterval = Optional.ofNullable(builder.timeoutInterval);
        this.cachePolicy = Optional.ofNullable(builder.cachePolicy);
        this.networkServiceType = Optional.ofNullable(builder.networkServiceType);
        this.mainDocumentUrl = Optional.ofNullable(builder.mainDocumentUrl);
        this.discovery = Optional.ofNullable(builder.discovery);
        this.httpShouldHandleCookies = builder.httpShouldHandleCookies;
    }

    /** A GET of this URL. */
    public static UrlRequest of(URI url) {
        return newBuilder(url).build();
    }

    /** Starts with a GET of this URL. */
    public static Builder newBuilder(URI url) {
        return new Builder(url);
    }

    /** Starts with this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(url);
        builder.method = method;
        builder.fields.putAll(headers.map());
        builder.body = body.orElse(null);
        builder.timeoutInterval = timeoutInterval.orElse(null);
        builder.cachePolicy = cachePolicy.orElse(null);
        builder.networkServiceType = networkServiceType.orElse(null);
        builder.mainDocumentUrl = mainDocumentUrl.orElse(null);
        builder.discovery = discovery.orElse(null);
        builder.httpShouldHandleCookies = httpShouldHandleCookies;
        return builder;
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

    /** What may come from the cache, in place of the session's {@link UrlSessionConfiguration#requestCachePolicy()}. */
    public Optional<CachePolicy> cachePolicy() {
        return cachePolicy;
    }

    /** What it is for, in place of the session's {@link UrlSessionConfiguration#networkServiceType()}. */
    public Optional<NetworkServiceType> networkServiceType() {
        return networkServiceType;
    }

    /** The document that this is loaded for, where it is not one itself: cookies go by it (SameSite). */
    public Optional<URI> mainDocumentUrl() {
        return mainDocumentUrl;
    }

    /** How HTTP/3 is found, in place of the client's own way; over an {@code H3Client} only. */
    public Optional<Discovery> discovery() {
        return discovery;
    }

    /** Whether cookies are sent and kept. Default: yes. */
    public boolean httpShouldHandleCookies() {
        return httpShouldHandleCookies;
    }

    @Override
    public String toString() {
        return method + " " + url;
    }

    /** Builds a {@link UrlRequest}; not thread-safe. What cannot be sent is refused by {@link #build()}. */
    public static final class Builder {
        private URI url;
        private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private String method = "GET";
        private @Nullable BodyPublisher body;
        private @Nullable Duration timeoutInterval;
        private @Nullable CachePolicy cachePolicy;
        private @Nullable NetworkServiceType networkServiceType;
        private @Nullable URI mainDocumentUrl;
        private @Nullable Discovery discovery;
        private boolean httpShouldHandleCookies = true;

        private Builder(URI url) {
            this.url = Objects.requireNonNull(url, "url");
        }

        /** The URL. One that no client takes is an error of the task. */
        public Builder url(URI value) {
            this.url = Objects.requireNonNull(value, "url");
            return this;
        }

        /** The method: a token (RFC 9110 §9.1), not CONNECT, which no task can carry. */
        public Builder httpMethod(String value) {
            this.method = Objects.requireNonNull(value, "method");
            return this;
        }

        /** Sets a field, in place of earlier values. */
        public Builder setValue(String field, String value) {
            fields.put(field.toLowerCase(Locale.ROOT), List.of(value));
            return this;
        }

        /** Adds a value to a field, beside earlier ones. */
        public Builder addValue(String field, String value) {
            fields.merge(field.toLowerCase(Locale.ROOT), List.of(value), (before, more) -> {
                List<String> all = new ArrayList<>(before);
                all.addAll(more);
                return List.copyOf(all);
            });
            return this;
        }

        /** Takes a field out. */
        public Builder removeValue(String field) {
            fields.remove(field);
            return this;
        }

        /** A form with files as the body, and its {@code Content-Type}. */
        public Builder httpBody(MultipartForm form) {
            return httpBody(form.body()).setValue("content-type", form.contentType());
        }

        /** The body, sent as it is. The bytes are copied. A POST without a content-type is said to be a form's. */
        public Builder httpBody(byte[] value) {
            return httpBody(BodyPublishers.ofByteArray(value.clone()));
        }

        /** The body, streamed on demand; a request is as repeatable as its publisher. */
        public Builder httpBody(BodyPublisher value) {
            this.body = Objects.requireNonNull(value, "body");
            return this;
        }

        /** The body, read as it is sent; the supplier is asked for a new stream for each time that it is. */
        public Builder httpBodyStream(Supplier<? extends InputStream> streams) {
            return httpBody(BodyPublishers.ofInputStream(streams));
        }

        /** No body. */
        public Builder noBody() {
            this.body = null;
            return this;
        }

        /** The limit on silence, in place of the session's: more than nothing, at most 365 days. */
        public Builder timeoutInterval(Duration interval) {
            this.timeoutInterval = Objects.requireNonNull(interval, "timeoutInterval");
            return this;
        }

        /** See {@link UrlRequest#cachePolicy()}. */
        public Builder cachePolicy(CachePolicy policy) {
            this.cachePolicy = Objects.requireNonNull(policy, "cachePolicy");
            return this;
        }

        /** See {@link UrlRequest#networkServiceType()}. */
        public Builder networkServiceType(NetworkServiceType type) {
            this.networkServiceType = Objects.requireNonNull(type, "networkServiceType");
            return this;
        }

        /** See {@link UrlRequest#mainDocumentUrl()}. */
        public Builder mainDocumentUrl(URI document) {
            this.mainDocumentUrl = Objects.requireNonNull(document, "mainDocumentUrl");
            return this;
        }

        /** See {@link UrlRequest#httpShouldHandleCookies()}. */
        public Builder httpShouldHandleCookies(boolean handled) {
            this.httpShouldHandleCookies = handled;
            return this;
        }

        /** See {@link UrlRequest#discovery()}. */
        public Builder discovery(Discovery how) {
            this.discovery = Objects.requireNonNull(how, "discovery");
            return this;
        }

        /** The server speaks HTTP/3: QUIC to its own port is tried first. {@code false} leaves it to the client. */
        public Builder assumesHttp3Capable(boolean assumed) {
            this.discovery = assumed ? Discovery.ANY : null;
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalArgumentException if method, a field or the time limit could not be used; says which and why
         * @throws IllegalStateException if a GET or HEAD has a body: URLSession refuses that too
         */
        public UrlRequest build() {
            if (!FieldSyntax.isToken(method)) {
                throw new IllegalArgumentException("not a method (RFC 9110 §9.1): \"" + method + "\"");
            }
            if (method.equals("CONNECT")) {
                throw new IllegalArgumentException("CONNECT opens a tunnel, which no task can carry");
            }
            fields.forEach((name, values) -> values.forEach(value -> FieldSyntax.check(name, value)));
            if (timeoutInterval != null) {
                UrlSessionConfiguration.positive(timeoutInterval, "timeoutInterval");
            }
            if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
                throw new IllegalStateException(
                        method + " with a body: say httpMethod(\"POST\"), or leave the body out");
            }
            return new UrlRequest(this);
        }
    }
}
