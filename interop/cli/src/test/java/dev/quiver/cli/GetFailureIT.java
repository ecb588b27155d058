package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each failure has its own kind, message and exit code, and leaves no file. */
class GetFailureIT extends GetFixture {
    @ParameterizedTest
    @CsvSource({
        "/truncate, 18, TRUNCATED",
        "/cut, 18, TRUNCATED",
        "/reset, 95, STREAM_RESET",
        "/reset?after=-1, 95, STREAM_RESET",
        "/empty, 18, TRUNCATED",
        "/crlf, 95, H3_PROTOCOL",
        "/close?after=1000, 96, CLOSED_BY_PEER",
    })
    void aBrokenResponse(String path, int exit, String kind) throws Exception {
        failed(get("--json", "-o", folder.resolve("body").toString(), path), exit, kind);
        assertThat(names()).isEmpty();
    }

    @Test
    void aResetTellsItsCode() throws Exception {
        JsonNode error = failed(get("--json", "/reset?code=267&after=-1"), 95, "STREAM_RESET");
        assertThat(error.get("code").asLong()).isEqualTo(267);
        assertThat(error.get("codeName").asText()).isEqualTo("H3_REQUEST_REJECTED");
        assertThat(error.get("scope").asText()).isEqualTo("stream");
        assertThat(error.get("origin").asText()).isEqualTo("PEER");
    }

    @Test
    void aResponseCutShortStillTellsItsHead() throws Exception {
        JsonNode json = json(get("--json", "/truncate?bytes=1000&length=2000"));
        assertThat(json.get("status").asInt()).isEqualTo(200);
        assertThat(json.get("bodyBytes").asLong()).isEqualTo(1000);
        assertThat(json.get("bodySha256").isNull()).isTrue();
        assertThat(json.get("peerStreams")).hasSize(3);
    }

    @Test
    void noAnswerToARequestTimesOut() throws Exception {
        failed(get("--json", "--timeout", "0.3", "/never"), 28, "TIMEOUT");
    }

    @Test
    void aSlowBodyTimesOut() throws Exception {
        failed(get("--json", "--timeout", "0.5", "/slow?bytes=100000&chunk=1&delayMs=50"), 28, "TIMEOUT");
    }

    @Test
    void aClosedPortIsKnownWithinASecond() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        long started = System.nanoTime();
        failed(get("--json", "https://127.0.0.1:" + port + "/"), 7, "PORT_CLOSED");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void silenceIsNoAnswerAtTheLimit() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String url = "https://127.0.0.1:" + silent.getLocalPort() + "/";
            failed(get("--json", "--connect-timeout", "0.5", url), 7, "NO_ANSWER");
        }
    }

    @Test
    void anUnknownHost() throws Exception {
        failed(get("--json", "https://no-such-host.invalid/"), 6, "HOST_NOT_FOUND");
    }

    @Test
    void anAuthorityThatNobodyKnows() throws Exception {
        ca = TestAuthority.create()
                .leafFor("localhost")
                .writeTo(folder.resolve("pki/other"))
                .ca();
        JsonNode error = failed(get("--json", "/status/200"), 60, "CERTIFICATE_REJECTED");
        assertThat(error.get("outcome").asText()).isEqualTo("NOT_PROCESSED");
        assertThat(error.get("codeName").asText()).isEqualTo("unknown_ca");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aNameThatTheCertificateDoesNotHave() throws Exception {
        int port = server.address().getPort();
        Captured run = get("--json", "--connect-to", "127.0.0.1:" + port, "https://other.example/status/200");
        JsonNode error = failed(run, 60, "CERTIFICATE_REJECTED");
        assertThat(error.get("message").asText()).contains("other.example");
        assertThat(json(run).get("handshake").get("presentedChain")).isNotEmpty();
    }

    @Test
    void aServerThatSpeaksSomethingElse() throws Exception {
        try (TestServer other = TestServer.newBuilder()
                .certificate(server.certificate())
                .alpn("not-http3")
                .start()) {
            failed(get("--json", other.uri("/").toString()), 35, "NO_COMMON_ALPN");
        }
    }

    @Test
    void aFailureHasItsStackOnRequestOnly() {
        assertThat(get("/reset").err()).doesNotContain("\tat ");
        assertThat(get("--trace", "/reset").err()).contains("\tat ", "H3Exception");
    }

    @Test
    void aFileThatCannotBeWrittenSendsNothing() throws Exception {
        Path blocked = Files.createDirectory(folder.resolve("blocked"));
        failed(get("--json", "-o", blocked.toString(), "/status/200"), 23, "IO");
        assertThat(server.requests()).isEmpty();
    }
}
