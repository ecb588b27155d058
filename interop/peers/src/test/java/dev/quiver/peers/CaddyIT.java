package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Caddy, which is quic-go: HTTP/3, HTTP/2 and HTTP/1.1 on one port. */
@Tag("real-server")
class CaddyIT {

    private static RealServer caddy;

    @BeforeAll
    static void start() {
        caddy = RealServer.start("caddy");
    }

    @AfterAll
    static void stop() {
        if (caddy != null) {
            caddy.close();
        }
    }

    @Test
    void fileArrivesWholeOverHttp3() {
        QuiverProcess.Result result = QuiverProcess.get(caddy, caddy.url("/1m.bin"));
        assertThat(result.exit()).as(result.err()).isZero();
        JsonNode json = result.json();
        assertThat(json.path("status").intValue()).isEqualTo(200);
        assertThat(json.path("protocol").textValue()).isEqualTo("h3");
        assertThat(json.path("bodyBytes").longValue()).isEqualTo(1 << 20);
        assertThat(json.path("bodySha256").textValue()).isEqualTo(Digests.sha256(caddy.served("1m.bin")));
        assertThat(json.path("error").isNull()).isTrue();
    }

    @Test
    void streamsAreThoseThatCaddyOpened() {
        assertThat(QuiverProcess.get(caddy, caddy.url("/1k.bin")).json().path("peerStreams"))
                .hasToString("[{\"id\":3,\"type\":\"control\"}]");
    }

    @Test
    void handshakeTellsWhatCaddyPresented() {
        JsonNode handshake =
                QuiverProcess.get(caddy, caddy.url("/1k.bin")).json().path("handshake");
        assertThat(handshake.path("quicVersion").textValue()).isEqualTo("1");
        assertThat(handshake.path("alpn").textValue()).isEqualTo("h3");
        assertThat(handshake.path("retry").booleanValue()).isFalse();
        assertThat(handshake.path("presentedChain")).hasSize(1);
        assertThat(handshake.path("presentedChain").path(0).path("issuer").textValue())
                .contains("Quiver interop CA");
    }

    @Test
    void fileArrivesWholeOverTcpWhenAskedFor() {
        JsonNode json =
                QuiverProcess.get(caddy, "--no-http3", caddy.url("/1m.bin")).json();
        assertThat(json.path("protocol").textValue()).isEqualTo("h2");
        assertThat(json.path("bodySha256").textValue()).isEqualTo(Digests.sha256(caddy.served("1m.bin")));
    }

    @Test
    void emptyFileIsABodyOfNoBytes() {
        JsonNode json = QuiverProcess.get(caddy, caddy.url("/0.bin")).json();
        assertThat(json.path("status").intValue()).isEqualTo(200);
        assertThat(json.path("bodyBytes").longValue()).isZero();
    }

    @Test
    void outputFileIsTheServedFile(@TempDir Path folder) {
        Path file = folder.resolve("got it.bin");
        QuiverProcess.Result result = QuiverProcess.get(caddy, "-o", file.toString(), caddy.url("/16m.bin"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Digests.sha256(file)).isEqualTo(Digests.sha256(caddy.served("16m.bin")));
        assertThat(folder).isDirectoryContaining("glob:**got it.bin");
    }

    @Test
    void statusIsAFailureOnlyWhenAskedFor() {
        assertThat(QuiverProcess.get(caddy, caddy.url("/status/403")).exit()).isZero();
        QuiverProcess.Result failed = QuiverProcess.get(caddy, "--fail", caddy.url("/status/403"));
        assertThat(failed.exit()).isEqualTo(22);
        assertThat(failed.json().path("status").intValue()).isEqualTo(403);
    }

    @Test
    void redirectIsFollowedOnlyWhenAskedFor() {
        assertThat(QuiverProcess.get(caddy, caddy.url("/redirect"))
                        .json()
                        .path("status")
                        .intValue())
                .isEqualTo(302);
        JsonNode followed =
                QuiverProcess.get(caddy, "-L", caddy.url("/redirect")).json();
        assertThat(followed.path("status").intValue()).isEqualTo(200);
        assertThat(followed.path("bodyBytes").longValue()).isEqualTo(1024);
    }

    @Test
    void bodyIsEchoed(@TempDir Path folder) throws IOException {
        Path sent = Files.writeString(folder.resolve("sent"), "x".repeat(100_000));
        JsonNode json = QuiverProcess.get(caddy, "-d", "@" + sent, "--http3-only", caddy.url("/echo"))
                .json();
        assertThat(json.path("protocol").textValue()).isEqualTo("h3");
        assertThat(json.path("bodySha256").textValue()).isEqualTo(Digests.sha256(sent));
    }

    @Test
    void unknownAnchorIsRefused() {
        QuiverProcess.Result result = QuiverProcess.run("get", "--json", "--http3-only", caddy.url("/1k.bin"));
        assertThat(result.exit()).isEqualTo(60);
        assertThat(result.json().path("error").path("kind").textValue()).isEqualTo("CERTIFICATE_REJECTED");
        assertThat(result.err()).doesNotContain("\tat ");
    }
}
