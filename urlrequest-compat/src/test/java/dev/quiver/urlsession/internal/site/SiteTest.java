package dev.quiver.urlsession.internal.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
    @ParameterizedTest
    @CsvSource({
        "https://a.example.com, https://b.example.com:8443, true",
        "https://a.github.io, https://b.github.io, false",
        "http://example.com, https://example.com, false",
        "wss://a.example.com, https://example.com, true",
        "http://127.0.0.1, http://127.0.0.1:80, true",
        "http://1.0.0.127, http://2.0.0.127, false",
        "file:/a, file:/a, false",
    })
    void sameSite(URI one, URI other, boolean same) {
        assertThat(Site.same(one, other)).isEqualTo(same);
        assertThat(Site.same(other, one)).isEqualTo(same);
    }

    @Test
    void canonicalNames() {
        assertThat(CanonicalHost.of("Bücher.Example")).isEqualTo("xn--bcher-kva.example");
        assertThat(CanonicalHost.of("[2001:DB8::1]")).isEqualTo("[2001:db8::1]");
        assertThat(CanonicalHost.of("a..b")).isNull();
        assertThat(CanonicalHost.of("a b")).isNull();
        assertThat(CanonicalHost.of("x".repeat(64) + ".com")).isNull();
        assertThat(CanonicalHost.of("under_score.example")).isEqualTo("under_score.example");
    }

    @Test
    void addressesAreNotNames() {
        assertThat(CanonicalHost.isAddress("1.2.3.4")).isTrue();
        assertThat(CanonicalHost.isAddress("0x7f000001")).isTrue();
        assertThat(CanonicalHost.isAddress("1.2.3.example")).isFalse();
        assertThat(CanonicalHost.matches("1.2.3.4", "3.4")).isFalse();
        assertThat(CanonicalHost.matches("a.example.com", "example.com")).isTrue();
        assertThat(CanonicalHost.matches("aexample.com", "example.com")).isFalse();
    }
}
