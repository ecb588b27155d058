package dev.quiver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryFilesTest {
    @TempDir
    Path folder;

    private DirectoryFiles files;

    @BeforeEach
    void lay() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/a b"));
        Files.writeString(root.resolve("c+d"), "x");
        Files.writeString(folder.resolve("secret"), "x");
        Files.createDirectory(folder.resolve("root-two"));
        files = new DirectoryFiles(folder.resolve("root"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a%20b", "/a%20b/", "/a%20b/c+d", "/a%20b/../a%20b/c%2Bd", "/./a%20b"})
    void findsWhatIsInside(String path) {
        assertThat(files.find(path)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a%20b",
                "*",
                "/none",
                "/../secret",
                "/..%2fsecret",
                "/%2e%2e/secret",
                "/a%20b/../../secret",
                "//etc/passwd",
                "/%00",
                "/a%20b%",
                "/..\\secret",
                "/../root-two",
                "/a%20b/c+d/"
            })
    void findsNothingElse(String path) {
        Path found = files.find(path);
        assertThat(found == null || found.startsWith(folder.resolve("root"))).isTrue();
        if (!path.startsWith("/a%20b/c")) {
            assertThat(found).isNull();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void followsNoLinkOutside() throws Exception {
        Files.createSymbolicLink(folder.resolve("root/link"), folder.resolve("secret"));
        assertThat(files.find("/link")).isNull();
    }

    @Test
    void wantsADirectory() {
        assertThatIOException().isThrownBy(() -> new DirectoryFiles(folder.resolve("secret")));
    }
}
