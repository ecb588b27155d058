package dev.quiver.interop.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private final SampleRun run = SampleRun.of("handshake", "goodput")
            .server("x", Answer.succeeded("seen"), Answer.measured("9 Mbit/s", "by the relay"))
            .server("y", Answer.unsupported(By.TARGET, "declare files"), Answer.failed("no\u0000"))
            .leftOut("gone", "not reached");

    @Test
    void itHasTheShapeOfTheInteropRunners() throws Exception {
        JsonNode root = new ObjectMapper().readTree(JsonReport.text(run.report()));
        assertThat(root.fieldNames())
                .toIterable()
                .startsWith(
                        "start_time",
                        "end_time",
                        "log_dir",
                        "servers",
                        "clients",
                        "urls",
                        "tests",
                        "quic_version",
                        "results",
                        "measurements");
        assertThat(root.at("/end_time").asDouble() - root.at("/start_time").asDouble())
                .isEqualTo(83);
        assertThat(root.path("servers")).extracting(JsonNode::asText).containsExactly("x", "y");
        assertThat(root.path("clients")).extracting(JsonNode::asText).containsExactly("quiver");
        assertThat(root.at("/tests/h/name").asText()).isEqualTo("handshake");
        assertThat(root.path("results")).hasSize(2).allMatch(server -> server.size() == 2);
        JsonNode cell = root.at("/results/1/0");
        assertThat(cell.path("abbr").asText()).isEqualTo("h");
        assertThat(cell.path("name").asText()).isEqualTo("handshake");
        assertThat(cell.path("result").asText()).isEqualTo("unsupported");
        assertThat(cell.path("reason").asText()).isEqualTo("declare files");
        assertThat(cell.path("by").asText()).isEqualTo("target");
        assertThat(cell.path("ms").asInt()).isEqualTo(1250);
        assertThat(root.at("/measurements/0/0/details").asText()).isEqualTo("9 Mbit/s");
        assertThat(root.at("/measurements/1/0/result").asText()).isEqualTo("failed");
        assertThat(root.at("/skipped/0/server").asText()).isEqualTo("gone");
        assertThat(root.at("/environment/quiver").asText()).isEqualTo("1.2");
        assertThat(root.has("changes")).isFalse();
    }

    @Test
    void changesAreThereWhereThereIsSomethingToCompareWith() throws Exception {
        RunReport compared = run.comparedWith(
                new Comparison.Earlier(5, Map.of(List.of("x", "handshake"), "failed", List.of("w", "v"), "failed")));
        JsonNode changes =
                new ObjectMapper().readTree(JsonReport.text(compared)).path("changes");
        assertThat(changes.path("added").asInt()).isEqualTo(3);
        assertThat(changes.path("gone").asInt()).isEqualTo(1);
        assertThat(changes.at("/cells/0/server").asText()).isEqualTo("x");
        assertThat(changes.at("/cells/0/way").asText()).isEqualTo("better");
    }
}
