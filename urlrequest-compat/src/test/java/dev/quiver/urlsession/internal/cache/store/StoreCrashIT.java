package dev.quiver.urlsession.internal.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose process dies at any point of its writing opens again, and serves nothing that is not whole. */
class StoreCrashIT {
    private static final int STEPS = 40;
    private static final int KILLS = 10;

    @TempDir
    Path temp;

    /** Every step of the work, once killed at it, once with the power gone as well. */
    @Test
    void diesAtEveryStep() throws IOException {
        FailingFiles counting = new FailingFiles(1, Long.MAX_VALUE);
        try (DiskStore store = DiskStore.open(counting, temp.resolve("whole"), CrashWorkload.CAPACITY)) {
            run(store, counting);
        }
        long points = counting.steps();
        assertThat(points).isGreaterThan(200);
        for (long point = 0; point < points; point++) {
            dieAt(point, false);
            dieAt(point, true);
        }
        System.out.printf(
                "store killed at each of %d points, and without power at each: nothing half-written%n", points);
    }

    private static CrashWorkload run(DiskStore store, CacheFiles files) throws IOException {
        CrashWorkload work = new CrashWorkload(7, store, files);
        try {
            for (int step = 0; step < STEPS; step++) {
                work.step();
            }
        } catch (FailingFiles.Died died) {
            // As it should.
        }
        return work;
    }

    private void dieAt(long point, boolean powerToo) throws IOException {
        Path folder = temp.resolve(point + (powerToo ? "p" : "k"));
        FailingFiles files = new FailingFiles(point, point);
        Map<String, String> expected;
        String touched;
        try (DiskStore store = DiskStore.open(files, folder, CrashWorkload.CAPACITY)) {
            CrashWorkload work = run(store, files);
            expected = new HashMap<>(work.expected());
            touched = work.touched();
        }
        if (powerToo) {
            files.losePower();
        }
        try (DiskStore store = DiskStore.open(new CacheFiles(), folder, CrashWorkload.CAPACITY)) {
            Map<String, String> found = CrashWorkload.verify(store, !powerToo);
            if (!powerToo) {
                // What was finished before is there; the step that was interrupted has happened or not.
                expected.remove(touched);
                assertThat(found).describedAs("killed at step %d", point).containsAllEntriesOf(expected);
            }
            CrashWorkload.verifySwept(folder, store);
            CrashWorkload goesOn = new CrashWorkload(99, store, new CacheFiles());
            for (int step = 0; step < 3; step++) {
                goesOn.step();
            }
        }
    }

    /** Two processes write into one folder and are killed by the operating system, again and again. */
    @Test
    void processesAreKilled() throws Exception {
        Path folder = temp.resolve("shared");
        Random random = new Random(11);
        int written = 0;
        for (int round = 0; round < KILLS; round++) {
            Process one = writer(folder, round * 2);
            Process other = writer(folder, round * 2 + 1);
            try {
                written += awaitSteps(one, 1 + random.nextInt(60));
                written += awaitSteps(other, 1 + random.nextInt(20));
            } finally {
                one.destroyForcibly();
                other.destroyForcibly();
            }
            assertThat(one.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            try (DiskStore store = DiskStore.open(new CacheFiles(), folder, CrashWorkload.CAPACITY)) {
                CrashWorkload.verify(store, true);
                CrashWorkload.verifySwept(folder, store);
            }
        }
        assertThat(written).isPositive();
        System.out.printf("%d processes killed after %d steps: nothing half-written%n", 2 * KILLS, written);
    }

    private static Process writer(Path folder, long seed) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                CrashingWriter.class.getName(),
                folder.toString(),
                Long.toString(seed)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The classes that the writer needs, wherever the tests found them. */
    private static String classPath() {
        List<String> places = new ArrayList<>();
        for (Class<?> one : List.of(DiskStore.class, CrashingWriter.class, Assertions.class)) {
            try {
                places.add(Path.of(one.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return String.join(File.pathSeparator, places);
    }

    private static int awaitSteps(Process writer, int steps) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8));
        for (int step = 0; step < steps; step++) {
            assertThat(lines.readLine())
                    .describedAs("the writer ended by itself")
                    .isNotNull();
        }
        return steps;
    }

    /** A body that was changed behind the store's back is not served, small or large. */
    @Test
    void aDamagedBodyIsNotServed() throws IOException {
        for (int size : new int[] {1_000, 200_000}) {
            Path folder = temp.resolve("damaged" + size);
            CacheFiles files = new CacheFiles();
            try (DiskStore store = DiskStore.open(files, folder, 1 << 20)) {
                FinishedBody body =
                        Samples.taken(new BodySink(files, store::newBody, Long.MAX_VALUE), Samples.body("k", 1, size));
                store.put(Samples.head("k", 1, "v").withBody("b", body.length(), body.checksum()), body);
                Path file = folder.resolve("v1/bodies/b");
                byte[] bytes = Files.readAllBytes(file);
                bytes[size / 2] ^= 1;
                Files.write(file, bytes);

                assertThatThrownBy(() -> Samples.all(store.read(store.find("k").get(0), 0, size)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("not what was stored");
            }
        }
    }
}
