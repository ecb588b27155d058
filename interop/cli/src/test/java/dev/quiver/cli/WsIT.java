package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.transfer.StopSignal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code quiver ws} against the testkit's server. */
@Timeout(120)
class WsIT extends GetFixture {
    private Captured ws(String in, String path, String... more) {
        List<String> all = new ArrayList<>(List.of("ws", "--http3-only", "--cacert", ca.toString()));
        all.addAll(List.of(more));
        all.add(server.uri(path).toString().replaceFirst("^https", "wss"));
        return Captured.run(new StopSignal(), in.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    @Test
    void linesGoOutAndMessagesComeIn() {
        Captured run = ws("hello\ngrüße\n", "/ws");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.text()).isEqualTo("hello\ngrüße\n");
        assertThat(run.err()).contains("open, by h3", "closed: 1000");
    }

    @Test
    void eventsAsJson() throws Exception {
        Captured run = ws("", "/ws?close=4000&reason=enough", "--json", "--subprotocol", "chat");
        assertThat(run.exit()).as(run.err()).isZero();
        List<JsonNode> events = new ArrayList<>();
        for (String line : run.text().split("\n")) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events.get(0).get("event").asText()).isEqualTo("open");
        assertThat(events.get(0).get("protocol").asText()).isEqualTo("h3");
        assertThat(events.get(0).get("subprotocol").asText()).isEqualTo("chat");
        JsonNode close = events.get(events.size() - 1);
        assertThat(close.get("event").asText()).isEqualTo("close");
        assertThat(close.get("code").asInt()).isEqualTo(4000);
        assertThat(close.get("reason").asText()).isEqualTo("enough");
    }

    @Test
    void aRefusalIsToldWhole() {
        Captured run = ws("", "/ws/403");
        assertThat(run.exit()).isEqualTo(22);
        assertThat(run.err()).contains("status 403", "x-refused-by: testkit", "no WebSocket for you");
        Captured json = ws("", "/ws/502", "--json");
        assertThat(json.exit()).isEqualTo(22);
        assertThat(json.text())
                .contains("\"status\":502", "\"x-refused-by\":[\"testkit\"]", "no WebSocket for you: 502");
    }

    @Test
    void serversAreReachedAndTrustedAsByGet() {
        Captured resolved = ws(
                "hello\n", "/ws", "--resolve", "localhost:" + server.address().getPort() + ":127.0.0.1");
        assertThat(resolved.text()).as(resolved.err()).isEqualTo("hello\n");
        assertThat(ws("", "/ws", "--pin", "sha256/" + "A".repeat(43) + "=").exit())
                .isEqualTo(60);
        assertThat(ws("", "/ws", "-4", "-6").exit()).isEqualTo(2);
    }

    @Test
    void whatGoesWrongHasItsCode() {
        assertThat(ws("", "/ws?end").exit()).isEqualTo(18);
        assertThat(Captured.run("ws", "https://localhost/").exit()).isEqualTo(3);
        assertThat(Captured.run("ws", "--http3-only", "--no-http3", "wss://localhost/")
                        .exit())
                .isEqualTo(2);
        assertThat(ws("", "/ws", "-H", "Sec-WebSocket-Key: x").exit()).isEqualTo(2);
    }
}
