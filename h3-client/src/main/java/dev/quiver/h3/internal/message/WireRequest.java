package dev.quiver.h3.internal.message;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as it was when it was handed in, or as a redirect made it. Immutable. */
public final class WireRequest extends HttpRequest {
    private final URI uri;
    private final String method;
    private final HttpHeaders headers;
    private final @Nullable BodyPublisher publisher;
    private final boolean expectContinue;
    private final @Nullable Duration timeout;
    private final HttpClient.@Nullable Version version;

    WireRequest(
            URI uri,
            String method,
            HttpHeaders headers,
            @Nullable BodyPublisher publisher,
            boolean expectContinue,
            @Nullable Duration timeout,
            HttpClient.@Nullable Version version) {
        this.uri = uri;
        this.method = method;
        this.headers = headers;
        this.publisher = publisher;
        this.expectContinue = expectContinue;
        this.timeout = timeout;
        this.version = version;
    }

    /** A copy of what any implementation says of itself, each thing asked once; without a method it is a GET, as in the JDK. */
    public static WireRequest copyOf(HttpRequest request) {
        String method = request.method();
        return new WireRequest(
                Objects.requireNonNull(request.uri(), "the request has no URI"),
                method == null ? "GET" : method,
                Objects.requireNonNull(request.headers(), "the request has no headers"),
                request.bodyPublisher().orElse(null),
                request.expectContinue(),
                request.timeout().orElse(null),
                request.version().orElse(null));
    }

    /** The same request elsewhere. */
    public WireRequest redirected(
            URI to, String newMethod, HttpHeaders newHeaders, @Nullable BodyPublisher newPublisher) {
        return new WireRequest(
                to, newMethod, newHeaders, newPublisher, expectContinue && newPublisher != null, timeout, version);
    }

    /** The same request with one more field. */
    public WireRequest withField(String name, String value) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers.map());
        all.put(name, List.of(value));
        return new WireRequest(
                uri,
                method,
                HttpHeaders.of(all, (field, content) -> true),
                publisher,
                expectContinue,
                timeout,
                version);
    }

    /** The same request with this body. */
    public WireRequest withBody(BodyPublisher newPublisher) {
        return new WireRequest(uri, method, headers, newPublisher, expectContinue, timeout, version);
    }

    /** The same request with these fields and this body, and no time-out, for a client that is watched from outside. */
    public WireRequest forDelegate(HttpHeaders newHeaders, @Nullable BodyPublisher newPublisher) {
        HttpClient.Version known = version != null && version.name().equals("HTTP_3") ? null : version;
        // That client sends a question mark for each character beyond ASCII.
        URI ascii = RequestHeads.isAscii(uri) ? uri : URI.create(uri.toASCIIString());
        return new WireRequest(ascii, method, newHeaders, newPublisher, expectContinue, null, known);
    }

    /** The body, or null where there is none. */
    public @Nullable BodyPublisher publisher() {
        return publisher;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return Optional.ofNullable(publisher);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    @Override
    public boolean expectContinue() {
        return expectContinue;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return Optional.ofNullable(version);
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    @Override
    public String toString() {
        return ShownUri.of(uri) + " " + method;
    }
}
