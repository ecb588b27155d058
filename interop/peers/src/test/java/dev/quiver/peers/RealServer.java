package dev.quiver.peers;

import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A running server of another maker, started by its script in {@code interop/servers} or, for the raw peers, {@code
 * interop/peers}. Where the server is not installed the test that asks for it is skipped, and its report says so.
 */
final class RealServer implements AutoCloseable {

    private static final int NOT_INSTALLED = 3;

    private final Path script;
    private final List<String> start;
    private final List<Path> logs = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> fields;

    private RealServer(Path script, List<String> start, Map<String, String> fields) {
        this.script = script;
        this.start = start;
        this.fields = fields;
        logs.add(Path.of(field("log")));
    }

    /** Starts {@code name} on a free port of the loopback with further options of its script. */
    static RealServer start(String name, String... options) {
        return start(List.of(), name, null, options);
    }

    /** The same, its script run by this command: in a network namespace, for one. */
    static RealServer start(List<String> by, String name, String... options) {
        return start(by, name, null, options);
    }

    /** As above, presenting this chain rather than one that its script makes. */
    static RealServer start(String name, TestCertificate certificate, String... options) {
        return start(List.of(), name, certificate, options);
    }

    private static RealServer start(
            List<String> by, String name, @Nullable TestCertificate certificate, String... options) {
        Path server = repository().resolve("interop/servers").resolve(name);
        Path script = Files.exists(server)
                ? server
                : repository().resolve("interop/peers").resolve(name);
        try {
            Path work = Path.of(System.getProperty("quiver.work", "target")).resolve("servers");
            Files.createDirectories(work);
            Path folder = Files.createTempDirectory(work, name + "-");
            if (certificate != null) {
                present(certificate, folder.resolve("certs"));
            }
            List<String> command = new ArrayList<>(by);
            command.addAll(List.of(script.toString(), "start", "--dir", folder.toString()));
            command.addAll(List.of(options));
            return new RealServer(script, command, parse(run(command, name, folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(List<String> command, String name, Path folder) throws IOException {
        Path complaints = folder.resolve("start.log");
        Process start =
                new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        String line = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = await(start);
        Assumptions.assumeFalse(code == NOT_INSTALLED, () -> name + " is not installed: skipped");
        if (code != 0) {
            throw new AssertionError(name + " did not start: " + Files.readString(complaints));
        }
        return line;
    }

    private static void present(TestCertificate certificate, Path certs) throws IOException {
        TestCertificate.PemFiles files = certificate.writeTo(certs);
        Files.copy(files.chain(), certs.resolve("leaf.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.key(), certs.resolve("leaf.key"), StandardCopyOption.REPLACE_EXISTING);
        if (!files.ca().endsWith("ca.pem")) {
            Files.copy(files.ca(), certs.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static Path repository() {
        return Path.of(System.getProperty("quiver.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    int port() {
        return Integer.parseInt(field("port"));
    }

    String authority() {
        return "localhost:" + port();
    }

    String url(String path) {
        return "https://" + authority() + path;
    }

    /** The anchor that its certificate chains to. */
    Path ca() {
        return Path.of(field("ca"));
    }

    /** The chain that it was given to present. */
    Path chain() {
        return ca().resolveSibling("leaf.pem");
    }

    /** The file it serves under {@code /name}. */
    Path served(String name) {
        return Path.of(field("www")).resolve(name);
    }

    /** What it writes, and what it wrote before it was started again. */
    List<Path> logs() {
        return logs;
    }

    /** Starts it anew, on the same port, once it was killed or closed. */
    void startAgain() throws IOException {
        Path folder = Path.of(field("dir"));
        Path log = Path.of(field("log"));
        Path old = folder.resolve("log." + logs.size());
        Files.move(log, old);
        logs.set(logs.size() - 1, old);
        List<String> command = new ArrayList<>(start);
        // Before the options that are the server's own.
        int own = command.indexOf("--");
        command.addAll(own < 0 ? command.size() : own, List.of("--port", field("port")));
        fields = parse(run(command, field("name"), folder));
        logs.add(log);
    }

    /** Ends it without a farewell, as a crash would. */
    void kill() {
        ProcessHandle.of(Long.parseLong(field("pid"))).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        try {
            await(new ProcessBuilder(script.toString(), "stop", "--dir", field("dir"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String field(String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new AssertionError("the script's line has no " + key + ": " + fields);
        }
        return value;
    }

    private static Map<String, String> parse(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.split("\t", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static int await(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server's script hangs");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
