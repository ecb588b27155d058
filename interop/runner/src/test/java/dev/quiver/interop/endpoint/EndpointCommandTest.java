package dev.quiver.interop.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the endpoint refuses before it touches the network. */
class EndpointCommandTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"v2", "keyupdate", "ecn", "chacha20", "connectionmigration", "versionnegotiation"})
    void whatTheTransportCannotIsUnsupportedForAReason(String testCase) {
        assertThat(run(Map.of("TESTCASE", testCase))).isEqualTo(127);
        assertThat(said()).contains("unsupported test case " + testCase + ": the transport ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "amber-otter", "Handshake"})
    void anUnknownCaseIsUnsupportedWhateverElseIsMissing(String testCase) {
        // The runner asks this of every client, with no REQUESTS, before it believes its results.
        assertThat(run(Map.of("TESTCASE", testCase, "DOWNLOADS", "/nowhere"))).isEqualTo(127);
    }

    @Test
    void aServerItIsNot() {
        assertThat(run(Map.of("TESTCASE", "handshake", "ROLE", "server"))).isEqualTo(127);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''                                            ; names nothing to fetch",
                "http://server4/a                              ; no https URL with a host",
                "https://server4:99999/a                       ; not between 1 and 65535",
                "https://server4:443/                          ; does not end in a file's name",
                "https://server4:443/..                        ; does not end in a file's name",
                "https://server4:443/a%2f                      ; does not end in a file's name",
                "https://server4:443/a|b                       ; no URL",
                "https://server4:443/a https://server4:443/x/a ; two URLs for the file",
                "https://server4:443/a https://server6:443/b   ; more than one server",
            })
    void requestsThatMakeNoSense(String requests, String words) {
        assertThat(run(Map.of("TESTCASE", "transfer", "REQUESTS", requests))).isEqualTo(1);
        assertThat(said()).contains("REQUESTS").contains(words);
    }

    @Test
    void downloadsThatCannotBeWritten() {
        assertThat(run(Map.of(
                        "TESTCASE",
                        "transfer",
                        "DOWNLOADS",
                        folder.resolve("none").toString())))
                .isEqualTo(1);
        assertThat(said()).contains(folder.resolve("none") + ", which is no folder");
    }

    @Test
    void parametersThatItDoesNotKnow() {
        Map<String, String> environment =
                Map.of("TESTCASE", "transfer", "REQUESTS", "https://server4:443/a", "CLIENT_PARAMS", "limit=5 --fast");
        assertThat(run(environment)).isEqualTo(1);
        assertThat(said()).contains("CLIENT_PARAMS has '--fast'");
    }

    private int run(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("DOWNLOADS", folder.toString()));
        environment.putAll(more);
        return EndpointCommand.run(environment, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
