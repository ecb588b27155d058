package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails on this side, before a packet is sent. */
class GetEarlyFailureTest {
    private static final String URL = "https://127.0.0.1:1/";

    @TempDir
    Path folder;

    @Test
    void aBadUrlIsOneLineOfJsonAndExitCode3() throws Exception {
        Captured run = Captured.run("get", "--json", "not a url");
        assertThat(run.exit()).isEqualTo(3);
        JsonNode json = new ObjectMapper().readTree(run.text());
        assertThat(json.get("url").asText()).isEqualTo("not a url");
        assertThat(json.get("error").get("kind").asText()).isEqualTo("BAD_URL");
        assertThat(run.text()).endsWith("}\n").hasLineCount(1);
        assertThat(run.err()).startsWith("quiver: (3) bad URL").hasLineCount(1);
    }

    @Test
    void everyUrlHasItsLineAndTheFirstFailureItsCode() {
        Captured run = Captured.run(
                "get", "--json", "--cacert", folder.resolve("none.pem").toString(), URL, "::", URL);
        assertThat(run.text()).hasLineCount(3);
        assertThat(run.exit()).isEqualTo(77);
    }

    @Test
    void anUnreadableCaFileIs77() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        for (Path file : new Path[] {folder.resolve("none.pem"), folder, empty}) {
            Captured run = Captured.run("get", "--cacert", file.toString(), URL);
            assertThat(run.exit()).as(run.err()).isEqualTo(77);
            assertThat(run.err()).contains(file.getFileName().toString()).hasLineCount(1);
        }
    }

    @Test
    void anUnusableClientCertificateIs58() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        for (String file : new String[] {folder.resolve("none.pem").toString(), empty.toString()}) {
            Captured run = Captured.run("get", "--cert", file, URL);
            assertThat(run.exit()).as(run.err()).isEqualTo(58);
            assertThat(run.err()).contains("--cert").hasLineCount(1);
        }
    }

    @Test
    void anUnwritableOutputIs23() throws Exception {
        for (String file :
                new String[] {folder.toString(), folder.resolve("none/x").toString()}) {
            Captured run = Captured.run("get", "-o", file, URL);
            assertThat(run.exit()).isEqualTo(23);
            assertThat(run.err()).contains("cannot write").hasLineCount(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnwritableKeyLogOrQlogIs23() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(Captured.run("get", "--keylog", folder.resolve("none/x").toString(), URL)
                        .exit())
                .isEqualTo(23);
        assertThat(Captured.run("get", "--qlog", file.toString(), URL).exit()).isEqualTo(23);
    }

    @Test
    void plainHttpHasNoHttp3() {
        assertThat(Captured.run("get", "--http3-only", "http://127.0.0.1:1/").exit())
                .isEqualTo(3);
    }

    @Test
    void traceShowsTheStack() {
        assertThat(Captured.run("get", "https://[").err()).doesNotContain("\tat ");
        assertThat(Captured.run("get", "--trace", "https://[").err()).contains("\tat ");
    }
}
