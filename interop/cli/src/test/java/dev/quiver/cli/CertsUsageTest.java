package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code certs} refuses before it asks anyone. */
class CertsUsageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--quic --tcp localhost",
                "--sni 127.0.0.1 localhost",
                "--sni [::1] localhost",
                "--sni localhost --quic localhost",
                "--parallel 0 localhost",
                "--timeout 0 localhost",
                "--timeout soon localhost",
                "--connect-to localhost localhost",
                "--resolve localhost:1:nowhere localhost",
                "--connect-to localhost:1 --resolve localhost:1:127.0.0.1 localhost",
                "--hosts /nowhere/at/all",
                "--unknown localhost"
            })
    void usage(String arguments) {
        Captured run = Captured.run(("certs " + arguments).strip().split(" "));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("quiver certs:");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:",
                "host:0",
                "host:65536",
                "a b",
                "http://host/",
                "[::1",
                "..",
                "user@host",
                "-x.test",
                "ho$t"
            })
    void badHost(String host) throws Exception {
        Captured run = Captured.run("certs", "--json", "--", host);
        assertThat(run.exit()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("bad host");
        JsonNode line = new ObjectMapper().readTree(run.text());
        assertThat(line.get("port").isNull()).isTrue();
        assertThat(line.at("/transports/tcp/error/kind").textValue()).isEqualTo("BAD_URL");
    }

    @Test
    void anUnreadableAnchorFileIsSaidForEachHost(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("ca.pem"), "nothing\n");
        for (Path file : List.of(empty, folder.resolve("none.pem"))) {
            Captured run = Captured.run("certs", "--json", "--cacert", file.toString(), "a.test", "b.test");
            assertThat(run.exit()).isEqualTo(77);
            assertThat(run.text().lines()).hasSize(2);
            assertThat(run.err()).startsWith("quiver: (77)").hasLineCount(1);
        }
    }

    @Test
    void hostsComeFromAFileAndFromStandardInput(@TempDir Path folder) throws Exception {
        String list = "# fleet\n\n  bad:host:name:x  # a comment\nalso$bad\n";
        Path file = Files.writeString(folder.resolve("hosts"), list);
        Captured fromFile = Captured.run("certs", "--json", "--hosts", file.toString(), "first$");
        assertThat(fromFile.text().lines()).hasSize(3);
        Captured fromInput = Captured.run(
                new dev.quiver.cli.transfer.StopSignal(),
                list.getBytes(StandardCharsets.UTF_8),
                "certs",
                "--json",
                "--hosts",
                "-");
        assertThat(fromInput.text().lines()).hasSize(2);
        assertThat(fromInput.exit()).isEqualTo(3);
    }
}
