package dev.quiver.urlsession.internal.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.internal.store.Disk;
import dev.quiver.urlsession.internal.store.RecordFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HstsMemoryTest {
    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final HstsMemory memory = new HstsMemory(() -> now, null);

    private void note(String url, String field) {
        memory.note(URI.create(url), List.of(field));
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com, https://example.com",
        "HTTP://Example.COM/, https://Example.COM/",
        "http://example.com:80/a?b#c, https://example.com:443/a?b#c",
        "http://example.com:8080/%20?%41, https://example.com:8080/%20?%41",
        "http://u:p@a.b.example.com/, https://u:p@a.b.example.com/",
        "http://example.com./x, https://example.com./x",
        "ws://example.com/chat, wss://example.com/chat",
        "https://example.com:80/, https://example.com:80/",
        "http://anotherexample.com/, http://anotherexample.com/",
        "http://com/, http://com/",
        "file:/example.com, file:/example.com",
    })
    void upgrades(URI url, URI upgraded) {
        note("https://example.com/", "max-age=60; includeSubDomains");
        assertThat(memory.upgraded(url)).isEqualTo(upgraded).hasToString(upgraded.toString());
    }

    @Test
    void withoutSubDomainsTheHostAlone() {
        note("https://example.com/", "max-age=60");
        assertThat(memory.isKnown("example.com")).isTrue();
        assertThat(memory.isKnown("a.example.com")).isFalse();
        note("https://a.example.com/", "max-age=60");
        assertThat(memory.names()).containsExactly("a.example.com", "example.com");
        note("https://example.com/", "max-age=60; includeSubDomains");
        note("https://a.example.com/", "max-age=0");
        assertThat(memory.isKnown("a.example.com")).as("by the domain above").isTrue();
    }

    @Test
    void onlyOverTlsAndOnlyNames() {
        note("http://example.com/", "max-age=60");
        note("https://127.0.0.1/", "max-age=60");
        note("https://[::1]/", "max-age=60");
        assertThat(memory.names()).isEmpty();
        note("wss://example.com/", "max-age=60");
        assertThat(memory.names()).containsExactly("example.com");
    }

    @Test
    void timeEndsItAndSoDoesZero() {
        note("https://example.com/", "max-age=60");
        now = now.plusSeconds(59);
        assertThat(memory.isKnown("example.com")).isTrue();
        note("https://example.com/", "nonsense");
        now = now.plusSeconds(1);
        assertThat(memory.isKnown("example.com")).isFalse();
        note("https://example.com/", "max-age=60");
        note("https://example.com/", "max-age=0");
        assertThat(memory.isKnown("example.com")).isFalse();
    }

    @Test
    void theOnesThatEndFirstGoWhenThereAreTooMany() {
        HstsHosts hosts = new HstsHosts(2);
        hosts.note("long", new StrictTransport(java.time.Duration.ofDays(9), false), now);
        hosts.note("short", new StrictTransport(java.time.Duration.ofDays(1), false), now);
        assertThat(hosts.note("middle", new StrictTransport(java.time.Duration.ofDays(5), false), now))
                .containsExactly("middle", "short");
        assertThat(hosts.all(now)).containsOnlyKeys("long", "middle");
    }

    @Test
    void aFileKeepsThem() {
        HstsMemory one = inFile();
        HstsMemory two = inFile();
        one.note(URI.create("https://a.example/"), List.of("max-age=60; includeSubDomains"));
        two.note(URI.create("https://b.example/"), List.of("max-age=9999999"));
        assertThat(two.names()).containsExactly("a.example", "b.example");
        assertThat(inFile().names()).containsExactly("a.example", "b.example");
        assertThat(inFile().isKnown("x.a.example")).isTrue();
        one.remove("a.example");
        assertThat(inFile().names()).containsExactly("b.example");
        one.remove(null);
        assertThat(inFile().names()).isEmpty();
    }

    @Test
    void whatEndedLeavesTheFile() {
        inFile().note(URI.create("https://brief.example/"), List.of("max-age=60"));
        inFile().note(URI.create("https://long.example/"), List.of("max-age=6000"));
        now = now.plusSeconds(60);
        assertThat(new RecordFile(folder.resolve("hsts"), "hsts", new Disk()).read())
                .hasSize(2);
        inFile();
        assertThat(new RecordFile(folder.resolve("hsts"), "hsts", new Disk()).read())
                .containsOnlyKeys("long.example");
    }

    private HstsMemory inFile() {
        return new HstsMemory(() -> now, new RecordFile(folder.resolve("hsts"), "hsts", new Disk()));
    }
}
