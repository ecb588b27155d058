package dev.quiver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {
    private static final byte[] DATA = {1, 2, 3, 4};

    @TempDir
    Path folder;

    @Test
    void showsNothingUnderTheNameUntilAllIsThere() throws Exception {
        Path file = folder.resolve("body.bin");
        FileTarget target = FileTarget.open(file);
        target.write(ByteBuffer.wrap(DATA, 1, 2));
        assertThat(file).doesNotExist();
        assertThat(names()).hasSize(1);
        target.commit();
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(names()).containsExactly("body.bin");
    }

    @Test
    void leavesNothingBehindWhenDiscarded() throws Exception {
        FileTarget target = FileTarget.open(folder.resolve("body.bin"));
        target.write(ByteBuffer.wrap(DATA));
        target.discard();
        target.discard();
        assertThat(names()).isEmpty();
    }

    @Test
    void keepsTheOldContentWhenDiscarded() throws Exception {
        Path file = Files.write(folder.resolve("body.bin"), new byte[] {9});
        FileTarget target = FileTarget.open(file);
        target.write(ByteBuffer.wrap(DATA));
        target.discard();
        assertThat(file).hasBinaryContent(new byte[] {9});
    }

    @Test
    void replacesTheOldContentAndKeepsItAfterDiscard() throws Exception {
        Path file = Files.write(folder.resolve("body.bin"), new byte[9]);
        FileTarget target = FileTarget.open(file);
        target.write(ByteBuffer.wrap(DATA));
        target.commit();
        target.discard();
        assertThat(file).hasBinaryContent(DATA);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void writesThroughASymbolicLink() throws Exception {
        Path real = Files.write(folder.resolve("real"), new byte[1]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        FileTarget target = FileTarget.open(link);
        target.write(ByteBuffer.wrap(DATA));
        target.commit();
        assertThat(link).isSymbolicLink();
        assertThat(real).hasBinaryContent(DATA);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void writesStraightToWhatIsNoFile() throws Exception {
        Path device = Path.of("/dev/null");
        FileTarget target = FileTarget.open(device);
        target.write(ByteBuffer.wrap(DATA));
        target.commit();
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(device).exists();
    }

    @Test
    void refusesADirectory() {
        assertThat(refused(folder)).contains("directory");
    }

    @Test
    void refusesAPlaceThatIsNotThere() {
        assertThat(refused(folder.resolve("missing/body.bin"))).contains("no such");
    }

    private static String refused(Path file) {
        TransferException e = catchThrowableOfType(TransferException.class, () -> FileTarget.open(file));
        assertThat(e.failure().exitCode()).isEqualTo(23);
        return String.valueOf(e.getMessage());
    }

    private String[] names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
        }
    }
}
