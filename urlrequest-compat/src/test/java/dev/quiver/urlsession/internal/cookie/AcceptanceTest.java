package dev.quiver.urlsession.internal.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.HttpCookie;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptanceTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static @Nullable HttpCookie receive(String url, String line) {
        SetCookie set = Objects.requireNonNull(SetCookie.parse(line, NOW));
        Acceptance acceptance = Acceptance.of(set, RequestContext.direct(URI.create(url)));
        return acceptance instanceof Acceptance.Accepted accepted ? accepted.cookie() : null;
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.com/, a=b, a.example.com",
        "https://a.example.com/, a=b; Domain=example.com, .example.com",
        "https://a.example.com/, a=b; Domain=.A.Example.com, .a.example.com",
        "https://a.example.com/, a=b; Domain=, a.example.com",
        "https://A.Example.com/, a=b, a.example.com",
        "https://127.0.0.1/, a=b; Domain=127.0.0.1, 127.0.0.1",
        "https://[::1]/, a=b, [::1]",
        "http://localhost/, a=b; Domain=localhost, localhost",
        "https://github.io/, a=b; Domain=github.io, github.io",
    })
    void domainsThatAreKept(String url, String line, String domain) {
        HttpCookie cookie = Objects.requireNonNull(receive(url, line));
        assertThat(cookie.domain()).isEqualTo(domain);
        assertThat(cookie.isHostOnly()).isEqualTo(!domain.startsWith("."));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.com/, a=b; Domain=b.example.com",
        "https://example.com/, a=b; Domain=a.example.com",
        "https://example.com/, a=b; Domain=com",
        "https://a.github.io/, a=b; Domain=github.io",
        "https://anotherexample.com/, a=b; Domain=example.com",
        "https://127.0.0.1/, a=b; Domain=0.0.1",
        "https://example.com/, a=b; Domain=..example.com",
        "https://example.com/, a=b; Domain=bücher.example.com",
        "http://example.com/, a=b; Secure",
        "https://example.com/, a=b; SameSite=None",
        "http://example.com/, __Secure-a=b",
        "https://example.com/, __secure-a=b",
        "https://example.com/, __Host-a=b; Secure",
        "https://example.com/, __HOST-a=b; Secure; Path=/; Domain=example.com",
        "https://example.com/, __Host-a=b; Path=/",
        "https://example.com/, __Host-a=b; Secure; Path=/x",
        "https://example.com/, =__Secure-a=b; Secure",
        "https://example.com/, __Host-a; Secure; Path=/",
        "file:/x, a=b",
    })
    void refused(String url, String line) {
        assertThat(receive(url, line)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/, __Secure-a=b; Secure; Domain=example.com",
        "https://example.com/, __Host-a=b; Secure; Path=/",
        "wss://example.com/, a=b; Secure",
        "https://example.com/, a=b; SameSite=None; Secure",
    })
    void promisesThatAreKept(String url, String line) {
        assertThat(receive(url, line)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://e.com, a=b, /",
        "https://e.com/x, a=b, /",
        "https://e.com/x/, a=b, /x",
        "https://e.com/x/y?q/z, a=b, /x",
        "https://e.com/x/y, a=b; Path=/z, /z",
        "https://e.com/x/y, a=b; Path=z, /x",
        "https://e.com/x;1/y, a=b, /x;1",
    })
    void paths(String url, String line, String path) {
        assertThat(Objects.requireNonNull(receive(url, line)).path()).isEqualTo(path);
    }

    @Test
    void anotherSitesDocumentGetsOnlyWhatIsForAll() {
        URI url = URI.create("https://ads.example/");
        RequestContext other = RequestContext.of(url, "GET", url, URI.create("https://news.example/"));
        for (String line : new String[] {"a=b", "a=b; SameSite=Lax", "a=b; SameSite=Strict; Secure"}) {
            SetCookie set = Objects.requireNonNull(SetCookie.parse(line, NOW));
            assertThat(Acceptance.of(set, other)).isInstanceOf(Acceptance.Refused.class);
            assertThat(Acceptance.of(set, RequestContext.of(url, "POST", url, url)))
                    .isInstanceOf(Acceptance.Accepted.class);
        }
        SetCookie open = Objects.requireNonNull(SetCookie.parse("a=b; SameSite=None; Secure", NOW));
        assertThat(Acceptance.of(open, other)).isInstanceOf(Acceptance.Accepted.class);
    }
}
