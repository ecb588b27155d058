package dev.quiver.urlsession.internal.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.CookieAcceptPolicy;
import dev.quiver.urlsession.internal.store.Disk;
import dev.quiver.urlsession.internal.store.RecordFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has ended stays neither in memory nor in the file. */
class CookieStoreTest {
    private static final URI URL = URI.create("https://e.com/");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    private RecordFile file() {
        return new RecordFile(folder.resolve("cookies"), "cookies", new Disk());
    }

    private CookieStore open() {
        return new CookieStore(() -> now, file());
    }

    private static void set(CookieStore store, String line) {
        store.receive(List.of(line), URL, null, RequestContext.direct(URL), CookieAcceptPolicy.ALWAYS);
    }

    @Test
    void endedWhileNobodyLooked() {
        set(open(), "a=1; Max-Age=60");
        set(open(), "b=1; Max-Age=600");
        now = now.plusSeconds(60);
        assertThat(file().read()).hasSize(2);
        assertThat(open().all()).hasSize(1);
        assertThat(file().read()).hasSize(1);
    }

    @Test
    void endedMeanwhile() {
        CookieStore store = open();
        AtomicInteger changes = new AtomicInteger();
        set(store, "a=1; Max-Age=70");
        store.addListener(changes::incrementAndGet);
        now = now.plusSeconds(70);
        assertThat(store.cookies(RequestContext.direct(URL))).isEmpty();
        assertThat(file().read()).hasSize(1);
        set(store, "session=1");
        assertThat(changes).hasValue(1);
        assertThat(file().read()).isEmpty();
    }
}
