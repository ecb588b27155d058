package dev.quiver.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.cli.transfer.TransferReport;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeReport;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shape that scripts rely on: keys, their order, and null for what is unknown. */
class JsonReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String KEYS = "url status protocol headers trailers informational bodyBytes bodySha256 route "
            + "handshake timingMs peerStreams error";

    @Test
    void aResponseHasEveryKey() throws Exception {
        JsonNode json = MAPPER.readTree(JsonReport.line(response()));
        assertThat(keys(json)).isEqualTo(KEYS);
        assertThat(keys(json.get("handshake")))
                .isEqualTo("quicVersion alpn cipherSuite resumed earlyData retry local remote presentedChain");
        assertThat(keys(json.get("timingMs"))).isEqualTo("resolve handshake firstByte total");
        assertThat(keys(json.get("route").get(0))).isEqualTo("via outcome reason ms");
        assertThat(keys(json.get("peerStreams").get(0))).isEqualTo("id type");
        assertThat(keys(json.get("informational").get(0))).isEqualTo("status headers");
    }

    @Test
    void aResponseIsExactlyThisLine() {
        assertThat(JsonReport.line(response()))
                .isEqualTo("{\"url\":\"https://localhost/\",\"status\":200,\"protocol\":\"h3\","
                        + "\"headers\":{\"k\":[\"v\",\"w\"]},\"trailers\":{},"
                        + "\"informational\":[{\"status\":103,\"headers\":{\"k\":[\"v\",\"w\"]}}],"
                        + "\"bodyBytes\":4294967296,\"bodySha256\":\"00ff\","
                        + "\"route\":[{\"via\":\"quic\",\"outcome\":\"won\",\"reason\":null,\"ms\":12.3},"
                        + "{\"via\":\"tcp\",\"outcome\":\"not-needed\",\"reason\":\"quic was faster\",\"ms\":0.0}],"
                        + "\"handshake\":{\"quicVersion\":\"1\",\"alpn\":\"h3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\","
                        + "\"resumed\":false,\"earlyData\":\"none\",\"retry\":false,\"local\":\"[::1]:1\","
                        + "\"remote\":\"127.0.0.1:443\",\"presentedChain\":[]},"
                        + "\"timingMs\":{\"resolve\":0.1,\"handshake\":9.8,\"firstByte\":12.0,\"total\":12.9},"
                        + "\"peerStreams\":[{\"id\":3,\"type\":\"control\"}],\"error\":null}");
    }

    @Test
    void aFailureHasEveryKeyToo() throws Exception {
        Failure failure = new Failure(
                ErrorKind.CERTIFICATE_REJECTED,
                Stage.CONNECTING,
                "connection",
                "LOCAL",
                304L,
                "unknown_ca",
                "no \"path\"\n",
                "NOT_PROCESSED",
                new IllegalStateException("unseen"));
        JsonNode json = MAPPER.readTree(
                JsonReport.line(TransferReport.failedEarly("https://localhost/", failure, Duration.ofMillis(3))));
        assertThat(keys(json)).isEqualTo(KEYS);
        for (String unknown : KEYS.split(" ")) {
            boolean known = List.of("url", "timingMs", "error").contains(unknown);
            assertThat(json.get(unknown).isNull()).as(unknown).isEqualTo(!known);
        }
        assertThat(keys(json.get("error"))).isEqualTo("kind scope origin code codeName message outcome");
        assertThat(json.get("error").toString())
                .isEqualTo("{\"kind\":\"CERTIFICATE_REJECTED\",\"scope\":\"connection\",\"origin\":\"LOCAL\","
                        + "\"code\":304,\"codeName\":\"unknown_ca\",\"message\":\"no \\\"path\\\"\\n\","
                        + "\"outcome\":\"NOT_PROCESSED\"}");
        assertThat(json.get("timingMs").get("resolve").isNull()).isTrue();
    }

    @Test
    void isOneLine() {
        assertThat(JsonReport.line(response())).doesNotContain("\n").doesNotContain("\r");
    }

    private static TransferReport response() {
        HttpHeaders fields = HttpHeaders.of(Map.of("k", List.of("v", "w")), (name, value) -> true);
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        Route route = new Route(List.of(
                new Route.Attempt(Route.Via.QUIC, Route.Outcome.WON, null, Duration.ofNanos(12_300_000), null),
                new Route.Attempt(Route.Via.TCP, Route.Outcome.NOT_NEEDED, "quic was faster", Duration.ZERO, null)));
        HandshakeReport handshake = new HandshakeReport(
                "localhost",
                443,
                null,
                new InetSocketAddress("::1", 1),
                new InetSocketAddress("127.0.0.1", 443),
                1L,
                "h3",
                "TLS_AES_128_GCM_SHA256",
                false,
                HandshakeReport.EarlyData.NONE,
                false,
                false,
                List.of(),
                null,
                List.of(),
                null);
        TransferReport.Timing timing = new TransferReport.Timing(
                Duration.ofNanos(100_000),
                Duration.ofNanos(9_800_000),
                Duration.ofMillis(12),
                Duration.ofNanos(12_900_000));
        return new TransferReport(
                "https://localhost/",
                200,
                "h3",
                fields,
                none,
                List.of(new InformationalResponse(103, fields)),
                4294967296L,
                "00ff",
                route,
                handshake,
                timing,
                List.of(new PeerStream(3, "control")),
                null);
    }

    private static String keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return String.join(" ", keys);
    }
}
