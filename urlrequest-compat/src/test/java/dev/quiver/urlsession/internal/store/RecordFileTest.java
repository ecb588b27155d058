package dev.quiver.urlsession.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    @TempDir
    Path folder;

    private RecordFile open() {
        return new RecordFile(folder.resolve("deep/records"), "test", new Disk());
    }

    private static List<RecordChange> put(String key, String value) {
        return List.of(new RecordChange(key, value));
    }

    @Test
    void whatWasWrittenIsThereAgain() {
        RecordFile file = open();
        assertThat(file.read()).isEmpty();
        file.write(put("a", "1"));
        file.write(List.of(new RecordChange("b", "ü\u0000\n"), new RecordChange("a", null)));
        assertThat(open().read()).isEqualTo(Map.of("b", "ü\u0000\n"));
    }

    @Test
    void twoWritersMerge() {
        RecordFile one = open();
        RecordFile two = open();
        one.write(put("a", "1"));
        assertThat(two.write(put("b", "2"))).isEqualTo(put("a", "1"));
        assertThat(one.write(put("b", "3"))).as("own changes win").isEmpty();
        assertThat(two.write(put("c", "4"))).isEqualTo(put("b", "3"));
        assertThat(open().read()).isEqualTo(Map.of("a", "1", "b", "3", "c", "4"));
    }

    @Test
    void theFileIsWrittenAnewWhenItIsMostlyHistory() throws IOException {
        RecordFile one = open();
        RecordFile other = open();
        other.write(put("kept", "x"));
        for (int i = 0; i < 5000; i++) {
            one.write(put("k" + i % 7, "value ".repeat(10) + i));
        }
        assertThat(Files.size(one.path())).isLessThan(2 * (64 << 10));
        assertThat(other.write(put("more", "y"))).hasSize(7);
        assertThat(open().read()).hasSize(9).containsEntry("kept", "x").containsEntry("k0", "value ".repeat(10) + 4998);
    }

    @Test
    void historyIsForgotten() throws IOException {
        RecordFile file = open();
        file.write(put("a", "secret"));
        file.write(List.of(new RecordChange("a", null)));
        assertThat(Files.readString(file.path(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("secret");
        file.forgetHistory();
        assertThat(Files.readString(file.path(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
        file.write(put("b", "2"));
        file.force();
        assertThat(open().read()).isEqualTo(Map.of("b", "2"));
    }

    @Test
    void aFlippedByteSetsTheFileAsideAndKeepsWhatStandsBefore() throws IOException {
        RecordFile file = open();
        file.write(put("a", "1"));
        long first = Files.size(file.path());
        file.write(put("b", "2"));
        file.write(put("c", "3"));
        byte[] bytes = Files.readAllBytes(file.path());
        bytes[(int) first + 13] ^= 1;
        Files.write(file.path(), bytes);

        assertThat(open().read()).isEqualTo(Map.of("a", "1"));
        assertThat(file.path().resolveSibling("records.damaged")).hasBinaryContent(bytes);
        assertThat(open().read()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        RecordFile file = open();
        file.write(put("a", "1"));
        file.write(put("b", "2"));
        file.write(put("c", "3"));
        byte[] whole = Files.readAllBytes(file.path());
        for (int i = 0; i < whole.length; i++) {
            byte[] bytes = whole.clone();
            bytes[i] ^= 0x10;
            Files.write(file.path(), bytes);
            Map<String, String> found = open().read();
            assertThat(Map.of("a", "1", "b", "2", "c", "3").entrySet())
                    .as("byte " + i)
                    .containsAll(found.entrySet());
            Files.write(file.path(), whole);
        }
    }

    @Test
    void everyShorterFileOpens() throws IOException {
        RecordFile file = open();
        file.write(put("a", "1"));
        file.write(put("b", "2"));
        byte[] whole = Files.readAllBytes(file.path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file.path(), Arrays.copyOf(whole, length));
            RecordFile again = open();
            assertThat(Map.of("a", "1", "b", "2").entrySet())
                    .containsAll(again.read().entrySet());
            again.write(put("c", "3"));
            assertThat(open().read()).as("cut at " + length).containsEntry("c", "3");
        }
    }

    @Test
    void anotherKindAndALaterVersionAreLeftAlone() throws IOException {
        RecordFile file = open();
        file.write(put("a", "1"));
        byte[] bytes = Files.readAllBytes(file.path());
        RecordFile other = new RecordFile(file.path(), "other", new Disk());
        assertThat(other.read()).isEmpty();
        other.write(put("b", "2"));
        other.forgetHistory();
        assertThat(file.path()).hasBinaryContent(bytes);

        ByteBuffer.wrap(bytes).putInt(4, 2);
        Files.write(file.path(), bytes);
        RecordFile older = open();
        assertThat(older.read()).isEmpty();
        older.write(put("b", "2"));
        assertThat(file.path()).hasBinaryContent(bytes);
    }

    @Test
    void whatCannotBeWrittenWaits() throws IOException {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file where the folder should be");
        RecordFile file = new RecordFile(blocked.resolve("records"), "test", new Disk());
        assertThat(file.write(put("a", "1"))).isEmpty();
        Files.delete(blocked);
        file.write(put("b", "2"));
        assertThat(new RecordFile(blocked.resolve("records"), "test", new Disk()).read())
                .isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void aFileThatWasTakenAwayIsPutBack() throws IOException {
        RecordFile file = open();
        file.write(put("a", "1"));
        Files.delete(file.path());
        file.write(put("b", "2"));
        assertThat(open().read()).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        RecordFile file = open();
        file.write(put("a", "1"));
        for (Path each : List.of(file.path(), file.path().resolveSibling("records.lock"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
    }
}
