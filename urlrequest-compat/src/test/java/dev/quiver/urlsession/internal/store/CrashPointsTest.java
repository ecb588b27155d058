package dev.quiver.urlsession.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.internal.store.FailingDisk.Killed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer is stopped at every byte and between any two acts; what it wrote is then there up to some write, whole. */
class CrashPointsTest {
    private static final long SEED = 20261129;

    @TempDir
    Path folder;

    /** Writes of one to three changes, and now and then the file anew. */
    private static List<List<RecordChange>> script(Random random, int writes) {
        List<List<RecordChange>> script = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            List<RecordChange> changes = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                String key = "key" + random.nextInt(5);
                changes.add(new RecordChange(key, random.nextInt(4) == 0 ? null : "v" + i + "." + j));
            }
            script.add(changes);
        }
        return script;
    }

    private static void play(List<List<RecordChange>> script, RecordFile file, List<Integer> acknowledged) {
        for (int i = 0; i < script.size(); i++) {
            file.write(script.get(i));
            acknowledged.add(i);
            if (i % 4 == 3) {
                file.forgetHistory();
            }
        }
    }

    private static Map<String, String> after(List<List<RecordChange>> script, int writes) {
        Map<String, String> state = new LinkedHashMap<>();
        for (List<RecordChange> changes : script.subList(0, writes)) {
            for (RecordChange change : changes) {
                if (change.value() == null) {
                    state.remove(change.key());
                } else {
                    state.put(change.key(), change.value());
                }
            }
        }
        return state;
    }

    @Test
    void everyPoint() throws IOException {
        List<List<RecordChange>> script = script(new Random(SEED), 9);
        FailingDisk counted = new FailingDisk(Long.MAX_VALUE);
        play(script, new RecordFile(folder.resolve("counted"), "test", counted), new ArrayList<>());
        assertThat(counted.taken()).isGreaterThan(400);
        for (long point = 0; point < counted.taken(); point++) {
            killedAt(point, script);
        }
    }

    private void killedAt(long point, List<List<RecordChange>> script) throws IOException {
        Path path = folder.resolve("killed");
        List<Integer> acknowledged = new ArrayList<>();
        boolean killed = false;
        try {
            play(script, new RecordFile(path, "test", new FailingDisk(point)), acknowledged);
        } catch (Killed expected) {
            killed = true;
        }
        assertThat(killed).isTrue();
        RecordFile again = new RecordFile(path, "test", new Disk());
        Map<String, String> found = again.read();
        int done = acknowledged.size();
        assertThat(found)
                .as("killed at " + point + ", " + done + " writes acknowledged")
                .isIn(after(script, done), after(script, Math.min(done + 1, script.size())));
        assertThat(folder.resolve("killed.damaged")).as("nothing was damaged").doesNotExist();

        again.write(List.of(new RecordChange("more", "x")));
        assertThat(new RecordFile(path, "test", new Disk()).read())
                .hasSize(found.size() + 1)
                .containsEntry("more", "x");
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.filter(file -> file.getFileName().toString().startsWith("killed"))
                    .toList()) {
                Files.delete(each);
            }
        }
    }
}
