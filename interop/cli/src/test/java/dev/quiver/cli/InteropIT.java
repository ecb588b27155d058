package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver interop} in this process against a server in this process. */
class InteropIT {
    @TempDir
    private Path folder;

    private TestServer server;
    private Path ca;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.newBuilder().start();
        ca = server.certificate().writeTo(folder.resolve("pki")).ca();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWorksIsInEveryFile() throws Exception {
        Captured run = interop("--json", "m.json", "--junit", "m.xml", "--html", "m.html", good("a"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.text()).contains("handshake  ✓", "1 succeeded, 0 failed", "HANDSHAKE_DONE");
        assertThat(run.err()).startsWith("[1/1] a handshake: succeeded, ");
        JsonNode json = new ObjectMapper().readTree(folder.resolve("m.json").toFile());
        assertThat(json.at("/results/0/0/result").asText()).isEqualTo("succeeded");
        assertThat(json.at("/environment/java").asText()).startsWith(System.getProperty("java.version"));
        assertThat(folder.resolve("m.xml")).content().contains("<testcase name=\"handshake\" classname=\"interop.a\"");
        assertThat(folder.resolve("m.html"))
                .content()
                .contains("first packet received", "Certificates: CN=", "a-handshake.qlog")
                .doesNotContain("_TRAFFIC_SECRET");
        assertThat(names()).containsExactly("m.html", "m.json", "m.xml");
    }

    @Test
    void filesAreWrittenThoughACellFailed() throws Exception {
        Captured run = interop("--json", "m.json", "--junit", "m.xml", "--html", "m.html", good("a"), dead("b"));
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.text()).contains("✕ b handshake", "not reached: PORT_CLOSED");
        assertThat(folder.resolve("m.json")).content().contains("\"failed\"");
        assertThat(folder.resolve("m.xml")).content().contains("<failure");
        assertThat(folder.resolve("m.html")).content().contains("✕ 1 failed");
    }

    @Test
    void onATerminalADeadServerIsOneLine() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandIo io = new CommandIo(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                true,
                80,
                true);
        assertThat(QuiverCommand.run(io, new StopSignal(), "interop", "--cases", "handshake,http3", dead("b")))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("✕ b ")
                .doesNotContain("/2]");
    }

    @Test
    void theMatrixTakesItsPlaceInAPage() throws Exception {
        Path page = Files.writeString(folder.resolve("p.md"), "before\n<!-- matrix -->\n<!-- /matrix -->\nafter\n");
        assertThat(interop("--markdown", "p.md", good("a")).exit()).isZero();
        assertThat(page)
                .content()
                .startsWith("before\n")
                .contains("| handshake | ✓ |")
                .endsWith("-->\nafter\n");
    }

    @Test
    void jsonOnStandardOutputStandsAlone() throws Exception {
        Captured run = interop("--json", "-", good("a"));
        assertThat(new ObjectMapper().readTree(run.text()).at("/servers/0").asText())
                .isEqualTo("a");
        assertThat(run.err()).contains("handshake  ✓");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeTheRun() throws Exception {
        Captured run = interop("--junit", "m.xml", "--json", "no/such/m.json", good("a"));
        assertThat(run.exit()).isEqualTo(23);
        assertThat(run.err()).contains("m.json: no such directory").doesNotContain("[1/1]");
        assertThat(names()).isEmpty();
        assertThat(interop("--json", ".", good("a")).err()).contains("it is a directory");
    }

    @Test
    void aRunThatIsInterruptedLeavesWhatWasThere() throws Exception {
        Path old = Files.writeString(folder.resolve("m.json"), "old");
        StopSignal stop = new StopSignal();
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Captured> run = CompletableFuture.supplyAsync(() -> Captured.run(
                    stop, new byte[0], command("--json", "m.json", "silent=127.0.0.1:" + silent.getLocalPort())));
            while (!Files.isDirectory(folder.resolve("logs/silent/knock"))) {
                Thread.onSpinWait();
            }
            stop.raise();
            Captured ended = run.get(30, TimeUnit.SECONDS);
            assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
            assertThat(ended.err()).contains("interrupted, nothing was written");
        }
        assertThat(old).hasContent("old");
        assertThat(names()).containsExactly("logs", "m.json");
    }

    @Test
    void whatChangedSinceAnEarlierRunIsSaid() throws Exception {
        assertThat(interop("--json", "old.json", dead("a")).exit()).isEqualTo(1);
        Captured run = interop("--compare", folder.resolve("old.json").toString(), "--json", "new.json", good("a"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.text()).contains("handshake  ✓▲", "▲ a handshake: failed before, now succeeded");
        assertThat(folder.resolve("new.json")).content().contains("\"better\"");
    }

    @Test
    void targetsComeFromAFileToo() throws Exception {
        Path targets = Files.writeString(
                folder.resolve("targets"), "# mine\n" + good("f") + " ca=" + ca + " maker=\"Quiver testkit\"\n");
        Captured run = Captured.run("interop", "--cases", "handshake", "--targets", targets.toString(), "--json", "-");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.text()).contains("\"f\"");
    }

    private String good(String name) {
        return name + "=localhost:" + server.address().getPort() + "/bytes/100";
    }

    private static String dead(String name) throws IOException {
        try (DatagramSocket once = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return name + "=127.0.0.1:" + once.getLocalPort();
        }
    }

    /** File names without a folder are in the test's own. */
    private Captured interop(String... args) {
        return Captured.run(command(args));
    }

    private String[] command(String... args) {
        List<String> all = new ArrayList<>(List.of("interop", "--cacert", ca.toString(), "--cases", "handshake"));
        boolean silent = Arrays.stream(args).anyMatch(arg -> arg.startsWith("silent="));
        if (silent) {
            all.addAll(List.of("--logs", folder.resolve("logs").toString()));
        }
        boolean file = false;
        for (String arg : args) {
            all.add(file && !arg.equals("-") ? folder.resolve(arg).toString() : arg);
            file = arg.startsWith("--");
        }
        return all.toArray(String[]::new);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("pki"))
                    .sorted()
                    .toList();
        }
    }
}
