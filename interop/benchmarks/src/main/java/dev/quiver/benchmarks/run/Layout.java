package dev.quiver.benchmarks.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where things are.
 *
 * @param interop the repository's folder {@code interop}
 * @param build the name of the build folder under each module
 */
record Layout(Path interop, String build) {
    private static final int FLAGS_FROM = 23;

    /** A folder for logs, keys and what else a run leaves behind. */
    Path work() {
        return interop.resolve(".cache/bench");
    }

    /** The class path that a client runs on; null if it was not built. */
    @Nullable
    String classPath(Client client) {
        Path module = interop.resolve("benchmarks");
        if (client.folder() != null) {
            module = module.resolve("peers").resolve(client.folder());
        }
        Path built = module.resolve(build);
        return Files.isDirectory(built.resolve("lib")) ? built + "/*:" + built + "/lib/*" : null;
    }

    /** The command that starts a JVM for every client alike; its class path comes next. */
    static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx1g",
                "-XX:+UseG1GC"));
        if (Runtime.version().feature() >= FLAGS_FROM) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        return command;
    }
}
