package dev.quiver.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The slow link for TCP: network namespaces, made by the script {@code benchmarks/net/lane}. */
final class Lane implements AutoCloseable {
    /** The address of the server's end. */
    static final String SERVER = "10.77.0.2";

    private final String script;
    private final String folder;

    private Lane(String script, String folder) {
        this.script = script;
        this.folder = folder;
    }

    private static String script(Layout layout) {
        return layout.interop().resolve("benchmarks/net/lane").toString();
    }

    /** Whether it can be had here; where not, the script has said why. */
    static boolean possible(Layout layout) throws IOException, InterruptedException {
        return run(List.of(script(layout), "check")) == 0;
    }

    /** The same conditions as {@link RelayCommand} has. */
    static Lane up(Layout layout, double lossPercent, long seed) throws IOException, InterruptedException {
        Path folder = layout.work().resolve("lane");
        Lane lane = new Lane(script(layout), folder.toString());
        List<String> conditions = List.of("20", Double.toString(lossPercent), "50", "250000", Long.toString(seed));
        List<String> command = new ArrayList<>(List.of(lane.script, "up", lane.folder));
        command.addAll(conditions);
        if (run(command) != 0) {
            throw new IOException("the link could not be made");
        }
        return lane;
    }

    /** The process that is the link. */
    long pid() throws IOException {
        return Long.parseLong(Files.readString(Path.of(folder, "tunnet.pid")).trim());
    }

    /** What goes before a command that is to run at one end. */
    List<String> end(String name) {
        return List.of(script, "exec", folder, name);
    }

    @Override
    public void close() {
        try {
            run(List.of(script, "down", folder));
        } catch (IOException e) {
            throw new IllegalStateException("could not take the link down", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }
}
