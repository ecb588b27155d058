package dev.quiver.interop.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    private Path folder;

    @Test
    void whatTheJsonReportWroteIsReadBack() throws Exception {
        RunReport before = SampleRun.of("a", "b")
                .server("x", Answer.succeeded("ok"), Answer.failed("no"))
                .server("y", Answer.unsupported(By.SERVER, "no"), Answer.succeeded("ok"))
                .leftOut("z", "gone")
                .report();
        Path file = Files.writeString(folder.resolve("old.json"), JsonReport.text(before));
        Comparison.Earlier earlier = Comparison.read(file);
        assertThat(earlier.began()).isEqualTo(SampleRun.BEGAN.getEpochSecond());
        assertThat(earlier.results())
                .hasSize(4)
                .containsEntry(List.of("x", "b"), "failed")
                .containsEntry(List.of("y", "a"), "unsupported");
        Comparison same = Comparison.of(before.matrix(), earlier);
        assertThat(same.changes()).isEmpty();
        assertThat(same.added() + same.gone()).isZero();
    }

    @Test
    void changesGoThreeWays() throws Exception {
        assertThat(new Change("x", "a", "failed", "succeeded").way()).isEqualTo(Change.Way.BETTER);
        assertThat(new Change("x", "a", "unsupported", "succeeded").way()).isEqualTo(Change.Way.BETTER);
        assertThat(new Change("x", "a", "succeeded", "failed").way()).isEqualTo(Change.Way.WORSE);
        assertThat(new Change("x", "a", "unsupported", "failed").way()).isEqualTo(Change.Way.WORSE);
        assertThat(new Change("x", "a", "succeeded", "unsupported").way()).isEqualTo(Change.Way.WORSE);
        assertThat(new Change("x", "a", "failed", "unsupported").way()).isEqualTo(Change.Way.OTHER);
    }

    @Test
    void ofTheInteropRunnersManyClientsThisOneIsTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("result.json"), """
                {"start_time": 7.5, "servers": ["x", "y"], "clients": ["other", "quiver"], "results": [
                  [{"abbr": "H", "name": "handshake", "result": "failed"}],
                  [{"abbr": "H", "name": "handshake", "result": "failed"}],
                  [{"abbr": "H", "name": "handshake", "result": "succeeded"}],
                  [{"abbr": "H", "name": "handshake", "result": null}]]}
                """);
        assertThat(Comparison.read(file).results()).isEqualTo(Map.of(List.of("x", "handshake"), "succeeded"));
    }

    @Test
    void somethingElseIsRefusedInWords() throws Exception {
        Path text = Files.writeString(folder.resolve("a"), "matrix");
        assertThatThrownBy(() -> Comparison.read(text)).hasMessageStartingWith("it is not JSON: ");
        Path other = Files.writeString(folder.resolve("b"), "{}");
        assertThatThrownBy(() -> Comparison.read(other)).hasMessageStartingWith("it has no 'servers' and 'results'");
        assertThatThrownBy(() -> Comparison.read(folder.resolve("c"))).isInstanceOf(NoSuchFileException.class);
    }
}
