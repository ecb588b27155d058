package dev.quiver.cli.compare.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The script that makes a link of network namespaces for TCP, unpacked for one run into a folder that nobody else may read.
 * It is the one that the benchmarks use ({@code interop/benchmarks/net}).
 */
public final class Lanes implements AutoCloseable {
    private static final String SCRIPT = "lane";
    private static final String PROGRAM = "tunnet.c";

    private final Path folder;
    private int made;

    private Lanes(Path folder) {
        this.folder = folder;
    }

    /** Unpacks it. */
    public static Lanes unpack() throws IOException {
        Path folder = Files.createTempDirectory("quiver-compare");
        for (String name : List.of(SCRIPT, PROGRAM)) {
            try (InputStream in = Objects.requireNonNull(Lanes.class.getResourceAsStream(name), name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
        return new Lanes(folder);
    }

    /** What a script said. */
    record Said(int code, String text) {}

    /** Why no link can be made here, or null. */
    public @Nullable String obstacle() throws InterruptedException {
        Said said;
        try {
            said = run(List.of("check"));
        } catch (IOException e) {
            return "needs Linux and bash";
        }
        return said.code() == 0 ? null : said.text().replaceFirst("^lane: ", "");
    }

    /** Another folder within, for one link. */
    Path next() throws IOException {
        made++;
        return Files.createDirectory(folder.resolve(Integer.toString(made)));
    }

    Said run(List<String> words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "said", null);
        int code = command(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return new Said(code, Files.readString(output, StandardCharsets.UTF_8).strip());
    }

    /** The script with these words, not yet started. */
    ProcessBuilder command(List<String> words) {
        List<String> command =
                new ArrayList<>(List.of("bash", folder.resolve(SCRIPT).toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LANE_TOOL", folder.resolve("tunnet").toString());
        return builder;
    }

    /** Removes the folder. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
    }
}
