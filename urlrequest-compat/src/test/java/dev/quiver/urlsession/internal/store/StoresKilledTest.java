package dev.quiver.urlsession.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.CookieAcceptPolicy;
import dev.quiver.urlsession.HttpCookie;
import dev.quiver.urlsession.internal.cookie.CookieStore;
import dev.quiver.urlsession.internal.cookie.RequestContext;
import dev.quiver.urlsession.internal.hsts.HstsMemory;
import dev.quiver.urlsession.internal.store.FailingDisk.Killed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cookies and known hosts, killed 200 times each at random points of writing: they open again with nothing half-written. */
class StoresKilledTest {
    private static final long SEED = 20261129;
    private static final int KILLS = 200;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
    private static final URI URL = URI.create("https://www.example.com/");

    @TempDir
    Path folder;

    /** A store of one kind: how it is opened, changed and looked at. */
    private interface Subject {
        void open(RecordFile file);

        void change(int step, Random random);

        List<String> state();
    }

    private static final class Cookies implements Subject {
        private CookieStore store = new CookieStore(CLOCK, null);

        @Override
        public void open(RecordFile file) {
            store = new CookieStore(CLOCK, file);
        }

        @Override
        public void change(int step, Random random) {
            String name = "c" + random.nextInt(8);
            switch (random.nextInt(6)) {
                case 0 -> store.removeIf(each -> each.cookie().name().equals(name));
                case 1 -> receive(List.of(name + "=gone; Max-Age=0", name + "x=" + step + "; Max-Age=60"));
                default -> receive(List.of(name + "=value-" + step + "-".repeat(random.nextInt(30)) + "; Max-Age=600"));
            }
        }

        private void receive(List<String> lines) {
            store.receive(lines, URL, null, RequestContext.direct(URL), CookieAcceptPolicy.ALWAYS);
        }

        @Override
        public List<String> state() {
            return store.all().stream()
                    .map(each -> HttpCookie.requestHeaderField(List.of(each)) + each.expiresDate())
                    .sorted()
                    .toList();
        }
    }

    private static final class Hosts implements Subject {
        private HstsMemory memory = new HstsMemory(CLOCK, null);

        @Override
        public void open(RecordFile file) {
            memory = new HstsMemory(CLOCK, file);
        }

        @Override
        public void change(int step, Random random) {
            String host = "h" + random.nextInt(8) + ".example";
            switch (random.nextInt(6)) {
                case 0 -> memory.remove(host);
                case 1 -> memory.note(URI.create("https://" + host), List.of("max-age=0"));
                default -> memory.note(URI.create("https://" + host), List.of("max-age=" + (step + 1) * 10_000));
            }
        }

        @Override
        public List<String> state() {
            return List.copyOf(memory.names());
        }
    }

    @Test
    void cookies() throws IOException {
        killed(new Cookies(), "cookies");
    }

    @Test
    void knownHosts() throws IOException {
        killed(new Hosts(), "hsts");
    }

    private void killed(Subject subject, String kind) throws IOException {
        List<List<String>> states = new ArrayList<>();
        FailingDisk counted = new FailingDisk(Long.MAX_VALUE);
        play(subject, new RecordFile(folder.resolve("counted"), kind, counted), states);
        Random points = new Random(SEED + 1);
        for (int kill = 0; kill < KILLS; kill++) {
            long point = points.nextLong(counted.taken());
            List<List<String>> seen = new ArrayList<>();
            Path path = folder.resolve("killed");
            try {
                play(subject, new RecordFile(path, kind, new FailingDisk(point)), seen);
                throw new AssertionError("not killed at " + point);
            } catch (Killed expected) {
                // As it was to be.
            }
            subject.open(new RecordFile(path, kind, new Disk()));
            int done = seen.size() - 1;
            assertThat(subject.state())
                    .as("killed at step " + point + " of " + counted.taken() + ", " + done + " changes done")
                    .isIn(states.get(Math.max(done, 0)), states.get(done + 1));
            subject.change(1000, new Random(3));
            List<String> after = subject.state();
            subject.open(new RecordFile(path, kind, new Disk()));
            assertThat(subject.state()).as("it goes on").isEqualTo(after);
            empty();
        }
    }

    /** The state before and after each change. */
    private static void play(Subject subject, RecordFile file, List<List<String>> states) {
        Random random = new Random(SEED);
        subject.open(file);
        states.add(subject.state());
        for (int i = 0; i < 60; i++) {
            subject.change(i, random);
            states.add(subject.state());
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.filter(file -> file.getFileName().toString().startsWith("killed"))
                    .toList()) {
                assertThat(each.getFileName().toString()).doesNotEndWith(".damaged");
                Files.delete(each);
            }
        }
    }
}
