package dev.quiver.h3.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.Priority;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadsTest {
    @ParameterizedTest
    @CsvSource({
        "https://Example.org,Example.org,/",
        "https://example.org:443/a,example.org,/a",
        "https://example.org:8443/a?b=c%20d,example.org:8443,/a?b=c%20d",
        "https://user@example.org/,example.org,/",
        "https://[::1]:8443?q,[::1]:8443,/?q"
    })
    void pseudoHeaderFields(String uri, String authority, String path) {
        RequestHead head = head(HttpRequest.newBuilder(URI.create(uri)).build());
        assertThat(head.scheme()).isEqualTo("https");
        assertThat(head.authority()).isEqualTo(authority);
        assertThat(head.path()).isEqualTo(path);
    }

    @Test
    void fieldsAreLowerCaseAndCookiesAreOneField() {
        RequestHead head = RequestHeads.of(
                WireRequest.copyOf(request(Map.of("X-Test", List.of("1", "2"), "Cookie", List.of("a=1")))),
                List.of("b=2"),
                new Priority(1, true));
        assertThat(head.fields().first("x-test")).isEqualTo("1");
        assertThat(head.fields().first("cookie")).isEqualTo("a=1; b=2");
        assertThat(head.fields().first("priority")).isEqualTo("u=1, i");
        assertThat(head.fields().first("user-agent")).startsWith("Quiver/");
    }

    @Test
    void contentLength() {
        assertThat(length("GET", null)).isNull();
        assertThat(length("GET", BodyPublishers.noBody())).isNull();
        assertThat(length("POST", BodyPublishers.noBody())).isEqualTo("0");
        assertThat(length("PUT", BodyPublishers.ofString("abc"))).isEqualTo("3");
        assertThat(length("POST", BodyPublishers.ofInputStream(() -> null))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u007f", "\u0100", "a\u0001b"})
    void valuesThatCannotBeSent(String value) {
        assertRefused(Map.of("x", List.of(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a:", "ä", "a\r\nb"})
    void namesThatCannotBeSent(String name) {
        assertRefused(Map.of(name, List.of("v")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Transfer-Encoding", "Keep-Alive", "Upgrade", "TE", "Expect"})
    void fieldsOfAConnection(String name) {
        assertRefused(Map.of(name, List.of("x")));
    }

    @Test
    void aLengthThatLies() {
        assertRefused(Map.of("Content-Length", List.of("5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/", "https:///x", "mailto:a@b", "https://a:0/", "https://a_b:70000/", "/relative"})
    void urisThatCannotBeAskedFor(String uri) {
        assertThatThrownBy(() -> RequestHeads.check(WireRequest.copyOf(new Plain(URI.create(uri), Map.of()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void charactersBeyondAsciiAreEscaped() {
        WireRequest request = WireRequest.copyOf(new Plain(URI.create("https://a/\u00e4?q=\u20ac%20"), Map.of()));
        assertThat(RequestHeads.of(request, List.of(), null).path()).isEqualTo("/%C3%A4?q=%E2%82%AC%20");
        assertThat(request.forDelegate(request.headers(), null).uri())
                .isEqualTo(URI.create("https://a/%C3%A4?q=%E2%82%AC%20"));
    }

    @Test
    void teTrailersMayBeSent() {
        assertThat(head(request(Map.of("te", List.of("trailers")))).fields().first("te"))
                .isEqualTo("trailers");
    }

    private static void assertRefused(Map<String, List<String>> fields) {
        WireRequest request = WireRequest.copyOf(request(fields));
        assertThatThrownBy(() -> {
                    RequestHeads.check(request);
                    RequestHeads.of(request, List.of(), null);
                })
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String length(String method, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("https://a/"));
        return head((body == null ? builder : builder.method(method, body)).build())
                .fields()
                .first("content-length");
    }

    private static RequestHead head(HttpRequest request) {
        return RequestHeads.of(WireRequest.copyOf(request), List.of(), null);
    }

    private static HttpRequest request(Map<String, List<String>> fields) {
        return new Plain(URI.create("https://a/"), fields);
    }

    /** A request that the JDK's builder would not have built. */
    private static final class Plain extends HttpRequest {
        private final URI uri;
        private final Map<String, List<String>> fields;

        Plain(URI uri, Map<String, List<String>> fields) {
            this.uri = uri;
            this.fields = fields;
        }

        @Override
        public java.util.Optional<BodyPublisher> bodyPublisher() {
            return java.util.Optional.empty();
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public java.util.Optional<java.time.Duration> timeout() {
            return java.util.Optional.empty();
        }

        @Override
        public boolean expectContinue() {
            return false;
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public java.util.Optional<java.net.http.HttpClient.Version> version() {
            return java.util.Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(fields, (n, v) -> true);
        }
    }
}
