package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file has one reason to exist: think at 300 lines, split by 500. Every package says that it is null-marked. */
class SourceFilesTest {

    private static final System.Logger LOG = System.getLogger(SourceFilesTest.class.getName());

    private static final int THINK_AT = 300;
    private static final int SPLIT_BY = 500;

    private record Source(Path file, long lines) {
        static Source of(Path file) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
                return new Source(Module.root().relativize(file), lines.count());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return lines + " " + file;
        }
    }

    @Test
    void filesAreSplitBy500Lines() throws IOException {
        List<Source> all = javaFiles("src").map(Source::of).toList();
        assertThat(all).isNotEmpty();
        List<Source> toThinkAbout = all.stream()
                .filter(source -> source.lines() >= THINK_AT)
                .sorted(Comparator.comparingLong(Source::lines).reversed())
                .toList();
        if (!toThinkAbout.isEmpty()) {
            LOG.log(Level.WARNING, "{0} lines or more, think about splitting: {1}", THINK_AT, toThinkAbout);
        }
        assertThat(toThinkAbout)
                .allSatisfy(source ->
                        assertThat(source.lines()).as(source.toString()).isLessThan(SPLIT_BY));
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        List<Path> packages = javaFiles("src/main/java")
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .toList();
        assertThat(packages)
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content(StandardCharsets.UTF_8)
                        .contains("@NullMarked"));
    }

    private static Stream<Path> javaFiles(String under) throws IOException {
        Stream.Builder<Path> files = Stream.builder();
        for (Module module : Module.ALL) {
            Path folder = Module.root().resolve(module.folder()).resolve(under);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.walk(folder)) {
                    found.filter(file -> file.toString().endsWith(".java")).forEach(files);
                }
            }
        }
        return files.build();
    }
}
