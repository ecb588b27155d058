package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver get} in this process against a server in this process. */
abstract class GetFixture {
    @TempDir
    Path folder;

    TestServer server;
    Path ca;

    @BeforeEach
    void start() throws IOException {
        server = configure(TestServer.newBuilder()).start();
        ca = server.certificate().writeTo(folder.resolve("pki")).ca();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    TestServer.Builder configure(TestServer.Builder builder) {
        return builder;
    }

    /** Runs {@code get --http3-only --cacert CA} with these arguments; those that begin with a slash are paths on the server. */
    Captured get(String... args) {
        return Captured.run(command(args));
    }

    String[] command(String... args) {
        List<String> all = new ArrayList<>(List.of("get", "--http3-only", "--cacert", ca.toString()));
        Arrays.stream(args)
                .map(arg -> arg.startsWith("/") && !arg.startsWith(folder.toString())
                        ? server.uri(arg).toString()
                        : arg)
                .forEach(all::add);
        return all.toArray(String[]::new);
    }

    static JsonNode json(Captured run) throws IOException {
        assertThat(run.text()).as(run.err()).endsWith("}\n").hasLineCount(1);
        return new ObjectMapper().readTree(run.text());
    }

    /** A failure as a script sees it: exit code, kind, one line for people. */
    static JsonNode failed(Captured run, int exit, String kind) throws IOException {
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.err()).startsWith("quiver: (" + exit + ")").hasLineCount(1);
        JsonNode error = json(run).get("error");
        assertThat(error.get("kind").asText()).isEqualTo(kind);
        return error;
    }

    List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("pki"))
                    .sorted()
                    .toList();
        }
    }
}
