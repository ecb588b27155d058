package dev.quiver.urlsession.internal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartialFileTest {
    private final byte[] content = new byte[200_000];
    private Path path;
    private ResumeData left;

    @BeforeEach
    void leave() throws IOException {
        new Random(1).nextBytes(content);
        try (PartialFile file = PartialFile.create()) {
            file.append(ByteBuffer.wrap(content, 0, 150_000));
            path = file.path();
            left = new ResumeData(
                    URI.create("https://a.test/"), Map.of(), path, 150_000, file.keep(), new Origin("\"v\"", -1));
        }
    }

    @AfterEach
    void clean() throws IOException {
        Files.deleteIfExists(path);
    }

    @Test
    void goesOnWhereItStopped() throws IOException {
        try (PartialFile file = PartialFile.reopen(left)) {
            file.append(ByteBuffer.wrap(content, 150_000, 50_000));
            assertThat(file.length()).isEqualTo(200_000);
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void whatCameAfterItWasLeftIsCutOff() throws IOException {
        Files.write(path, new byte[77], StandardOpenOption.APPEND);
        PartialFile.reopen(left).close();
        assertThat(Files.readAllBytes(path)).isEqualTo(Arrays.copyOf(content, 150_000));
    }

    @Test
    void aFileThatIsNotAsItWasLeftIsRefused() throws IOException {
        byte[] changed = Arrays.copyOf(content, 150_000);
        changed[149_999]++;
        Files.write(path, changed);
        assertThatThrownBy(() -> PartialFile.reopen(left)).hasMessageContaining("was changed");
        Files.write(path, Arrays.copyOf(content, 149_999));
        assertThatThrownBy(() -> PartialFile.reopen(left)).hasMessageContaining("was changed");
        Files.delete(path);
        assertThatThrownBy(() -> PartialFile.reopen(left)).hasMessageContaining("is gone");
    }

    @Test
    void twoCannotGoOnWithTheSame() throws IOException {
        try (PartialFile first = PartialFile.reopen(left)) {
            assertThat(first.length()).isEqualTo(150_000);
            assertThatThrownBy(() -> PartialFile.reopen(left)).isInstanceOf(PartialFile.InUseException.class);
        }
        PartialFile.reopen(left).discard();
        assertThat(path).doesNotExist();
    }
}
