package dev.quiver.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a JVM of its own, as a script would run it: what counts is its exit code and its two streams. */
final class QuiverProcess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path out;
    private final Path err;

    private QuiverProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * What was left when it had ended.
     *
     * @param exit the exit code
     * @param out all it wrote to standard output
     * @param err all it wrote to standard error
     */
    record Result(int exit, String out, String err) {

        /** The one JSON object on standard output. */
        JsonNode json() {
            try {
                if (out.isBlank()) {
                    throw new AssertionError("nothing on standard output; standard error: " + err);
                }
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new AssertionError("not one JSON object: " + out + "\nstandard error: " + err, e);
            }
        }
    }

    static Result run(String... arguments) {
        return start(List.of(), List.of(arguments)).await();
    }

    /** {@code quiver get --json}, trusting the server's own anchor, with these further options and URLs. */
    static Result get(RealServer server, String... arguments) {
        return startGet(server, List.of(), arguments).await();
    }

    static QuiverProcess startGet(RealServer server, List<String> jvmOptions, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("get", "--json", "--cacert", server.ca().toString()));
        all.addAll(List.of(arguments));
        return start(jvmOptions, all);
    }

    private static QuiverProcess start(List<String> jvmOptions, List<String> arguments) {
        try {
            Path work = Path.of(System.getProperty("quiver.work", "target"));
            Path out = Files.createTempFile(work, "quiver-", ".out");
            Path err = Files.createTempFile(work, "quiver-", ".err");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", classPath(), "dev.quiver.cli.QuiverCommand"));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new QuiverProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result await() {
        try {
            if (!process.waitFor(100, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + Files.readString(err, StandardCharsets.UTF_8));
            }
            Result result = new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
