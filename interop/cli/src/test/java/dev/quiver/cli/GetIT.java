package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GetIT extends GetFixture {
    @Test
    void theBodyGoesRawToStandardOutput() {
        Captured run = get("/bytes/300000");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(TestBytes.first(300_000));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonTellsAllThatWasSeen() throws Exception {
        Captured run = get("--json", "/bytes/1000000");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode json = json(run);
        assertThat(json.get("url").asText())
                .isEqualTo(server.uri("/bytes/1000000").toString());
        assertThat(json.get("status").asInt()).isEqualTo(200);
        assertThat(json.get("protocol").asText()).isEqualTo("h3");
        assertThat(json.get("headers").get("content-length").get(0).asText()).isEqualTo("1000000");
        assertThat(json.get("trailers")).isEmpty();
        assertThat(json.get("bodyBytes").asLong()).isEqualTo(1_000_000);
        assertThat(json.get("bodySha256").asText()).isEqualTo(TestBytes.sha256(1_000_000));
        assertThat(json.get("error").isNull()).isTrue();
        assertThat(json.get("peerStreams"))
                .hasToString("[{\"id\":3,\"type\":\"control\"},"
                        + "{\"id\":7,\"type\":\"qpack-encoder\"},{\"id\":11,\"type\":\"qpack-decoder\"}]");
        JsonNode handshake = json.get("handshake");
        assertThat(handshake.get("alpn").asText()).isEqualTo("h3");
        assertThat(handshake.get("quicVersion").asText()).isEqualTo("1");
        assertThat(handshake.get("cipherSuite").asText()).startsWith("TLS_");
        assertThat(handshake.get("resumed").asBoolean(true)).isFalse();
        assertThat(handshake.get("presentedChain"))
                .hasSameSizeAs(server.certificate().chain());
        JsonNode route = json.get("route");
        assertThat(route.get(0).get("via").asText()).isEqualTo("quic");
        assertThat(route.get(0).get("outcome").asText()).isEqualTo("won");
        assertThat(json.get("timingMs").get("total").asDouble())
                .isGreaterThanOrEqualTo(json.get("timingMs").get("firstByte").asDouble());
    }

    @Test
    void jsonTellsHintsAndTrailers() throws Exception {
        JsonNode hints = json(get("--json", "/early-hints")).get("informational");
        assertThat(hints).hasSize(1);
        assertThat(hints.get(0).get("status").asInt()).isEqualTo(103);
        assertThat(hints.get(0).get("headers").get("link").get(0).asText()).contains("style.css");
        JsonNode trailers = json(get("--json", "/trailers")).get("trailers");
        assertThat(trailers.get("x-checksum").get(0).asText()).isEqualTo("deadbeef");
    }

    @Test
    void writesAFileThatAppearsWhole() throws Exception {
        Captured run = get("-o", folder.resolve("big").toString(), "--json", "/bytes/40000000");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(json(run).get("bodySha256").asText()).isEqualTo(TestBytes.sha256(40_000_000));
        assertThat(names()).containsExactly("big");
        assertThat(folder.resolve("big")).hasSize(40_000_000);
    }

    @Test
    void streamsAnUpload() throws Exception {
        Path file = Files.write(folder.resolve("up"), TestBytes.first(30_000_000));
        Captured run = get("-T", file.toString(), "/upload");
        assertThat(run.exit()).as(run.err()).isZero();
        RequestRecord seen = server.requests().get(0);
        assertThat(seen.method()).isEqualTo("PUT");
        assertThat(seen.fields().first("content-length")).contains("30000000");
        assertThat(seen.bodySha256()).isEqualTo(TestBytes.sha256(30_000_000));
        assertThat(seen.bodyEnded()).isTrue();
    }

    @Test
    void streamsStandardInput() {
        Captured run =
                Captured.run(new StopSignal(), TestBytes.first(100_000), command("-T", "-", "-X", "POST", "/upload"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.requests().get(0).method()).isEqualTo("POST");
        assertThat(server.requests().get(0).bodySha256()).isEqualTo(TestBytes.sha256(100_000));
    }

    @Test
    void sendsAForm() {
        assertThat(get("-d", "a=1", "-d", "b=2", "/echo").text()).isEqualTo("a=1&b=2");
        RequestRecord seen = server.requests().get(0);
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.fields().first("content-type")).contains("application/x-www-form-urlencoded");
    }

    @Test
    void sendsAFileAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "line\nline\n");
        assertThat(get("-d", "@" + file, "/echo").text()).isEqualTo("line\nline\n");
    }

    @Test
    void sendsTheFieldsAskedFor() {
        get(
                "-H",
                "X-One: 1",
                "-H",
                "accept:",
                "-H",
                "x-empty;",
                "-u",
                "Aladdin:open sesame",
                "-X",
                "DELETE",
                "/headers");
        RequestRecord seen = server.requests().get(0);
        assertThat(seen.method()).isEqualTo("DELETE");
        assertThat(seen.fields().first("x-one")).contains("1");
        assertThat(seen.fields().first("x-empty")).contains("");
        assertThat(seen.fields().first("accept")).isEmpty();
        assertThat(seen.fields().first("user-agent").orElseThrow()).startsWith("quiver/");
        assertThat(seen.fields().first("authorization")).contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void headPrintsTheHead() {
        Captured run = get("-I", "/bytes/5");
        assertThat(run.text())
                .startsWith("HTTP/3 200\n")
                .contains("content-length: 5\n")
                .endsWith("\n\n");
        assertThat(server.requests().get(0).method()).isEqualTo("HEAD");
    }

    @Test
    void followsRedirectsOnlyWhenAsked() throws Exception {
        String path = "/redirect?to=/status/200";
        assertThat(json(get("--json", path)).get("status").asInt()).isEqualTo(302);
        assertThat(json(get("--json", "-L", path)).get("status").asInt()).isEqualTo(200);
    }

    @Test
    void failTurnsAStatusIntoAnExitCode() throws Exception {
        assertThat(get("/status/404").exit()).isZero();
        Captured run = get("--fail", "-o", folder.resolve("x").toString(), "/status/404");
        assertThat(run.exit()).isEqualTo(22);
        assertThat(run.err()).contains("404");
        assertThat(names()).isEmpty();
        Captured told = get("--fail", "--json", "/status/503");
        assertThat(told.exit()).isEqualTo(22);
        assertThat(json(told).get("status").asInt()).isEqualTo(503);
        assertThat(get("--fail", "/status/404").out()).isEmpty();
    }

    @Test
    void repeatsOnOneConnectionOrOnFreshOnes() {
        assertThat(get("--json", "--repeat", "3", "/status/200").text()).hasLineCount(3);
        assertThat(server.connectionsSoFar()).isEqualTo(1);
        assertThat(get("--json", "--repeat", "3", "--fresh", "/status/200").text())
                .hasLineCount(3);
        assertThat(server.connectionsSoFar()).isEqualTo(4);
    }

    @Test
    void earlyDataGoesOutOnConnectionsThatResume() throws Exception {
        try (TestServer early = TestServer.newBuilder()
                .certificate(server.certificate())
                .earlyData(true)
                .start()) {
            Captured run = get(
                    "--json",
                    "--early-data",
                    "--repeat",
                    "3",
                    "--fresh",
                    early.uri("/bytes/2").toString());
            assertThat(run.exit()).as(run.err()).isZero();
            List<String> told = new ArrayList<>();
            for (String line : run.text().lines().toList()) {
                JsonNode handshake = new ObjectMapper().readTree(line).get("handshake");
                told.add(handshake.get("resumed").asBoolean() + " "
                        + handshake.get("earlyData").asText());
            }
            assertThat(told).containsExactly("false none", "true accepted", "true accepted");
            assertThat(early.requests()).hasSize(3);
        }
    }

    @Test
    void severalUrlsEndWithTheFirstFailuresCode() {
        Captured run = get("--json", "--fail", "/status/200", "/status/404", "/reset", "/status/200");
        assertThat(run.text()).hasLineCount(4);
        assertThat(run.exit()).isEqualTo(22);
    }

    @Test
    void verboseTellsWithoutSpoilingTheBody() {
        Captured run = get("-v", "-u", "a:b", "/trailers");
        assertThat(run.text()).isEqualTo("trailers follow\n");
        assertThat(run.err())
                .contains("> GET /trailers", "authorization: (not shown)", "* quic won", "ALPN h3", "< HTTP/3 200")
                .contains("x-checksum: deadbeef (trailer)", "3 control", "first byte")
                .doesNotContain("YTpi");
    }

    @Test
    void writesKeysAndQlog() throws Exception {
        Path keys = folder.resolve("keys");
        Path qlog = folder.resolve("qlog");
        assertThat(get("--keylog", keys.toString(), "--qlog", qlog.toString(), "/status/200")
                        .exit())
                .isZero();
        assertThat(Files.readString(keys, StandardCharsets.US_ASCII)).contains("CLIENT_TRAFFIC_SECRET_0");
        try (var files = Files.list(qlog)) {
            assertThat(files).hasSize(1);
        }
    }
}
