package dev.quiver.interop.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextMatrixTest {
    private static final Answer GOOD = Answer.succeeded("HANDSHAKE_DONE is in the qlog");
    private static final Answer BAD = Answer.failed("TIMEOUT: no answer");

    @Test
    void namesStandAboveTheirColumns() {
        SampleRun run = SampleRun.of("handshake", "v2", "Head")
                .server("caddy", GOOD, Answer.unsupported(By.QUIVER, "only v1"), BAD)
                .server(
                        "jetty",
                        Answer.unsupported(By.SERVER, "sent no Retry"),
                        Answer.unsupported(By.QUIVER, "only v1"),
                        Answer.unsupported(By.TARGET, "declare offers=files"));
        assertThat(lines(run.report(), 80))
                .containsExactly(
                        "           caddy  jetty",
                        "QUIC",
                        "handshake  ✓      s",
                        "v2         q      q",
                        "HTTP/3",
                        "Head       ✕      ·",
                        "",
                        "✓ succeeded   ✕ failed   q unsupported by Quiver   s unsupported by the server",
                        "· not tried: the target names nothing for it",
                        "",
                        "Failed",
                        "✕ caddy Head",
                        "    TIMEOUT: no answer",
                        "",
                        "Not tried",
                        "q v2 with all servers",
                        "    only v1",
                        "s handshake with jetty",
                        "    sent no Retry",
                        "· Head with jetty",
                        "    declare offers=files",
                        "",
                        "1 succeeded, 1 failed, 4 unsupported: 3 cases with 2 servers in 1:23");
    }

    @Test
    void manyServersStandAsStairsWithinTheWidth() {
        SampleRun run = SampleRun.of("handshakecorruption");
        IntStream.range(0, 14).forEach(i -> run.server("server-number-" + i, i == 13 ? BAD : GOOD));
        List<String> lines = lines(run.report(), 80);
        assertThat(lines).allMatch(line -> line.length() <= 80, "at most 80 columns");
        assertThat(lines.get(1)).isEqualTo(" ".repeat(21) + "│  server-number-1");
        assertThat(lines.get(14)).isEqualTo("handshakecorruption  " + "✓  ".repeat(13) + "✕");
    }

    @Test
    void moreThanStairsHoldGoIntoBlocks() {
        SampleRun run = SampleRun.of("handshake");
        IntStream.range(0, 40).forEach(i -> run.server("s" + i, GOOD));
        List<String> lines = lines(run.report(), 70);
        assertThat(lines).allMatch(line -> line.length() <= 70, "at most 70 columns");
        assertThat(lines).filteredOn(line -> line.startsWith("handshake")).hasSizeGreaterThan(1);
        assertThat(String.join("", lines).chars().filter(c -> c == '✓').count())
                .as("40 cells and the legend")
                .isEqualTo(41);
    }

    @Test
    void aDeadServerIsSaidOnceAndReasonsAreWrapped() {
        String why = "not reached: " + "PORT_CLOSED ".repeat(12).strip();
        Answer dead = Answer.failed(why);
        List<String> lines = lines(
                SampleRun.of("a", "b", "c").server("nobody", dead, dead, dead).report(), 80);
        assertThat(lines).contains("✕ nobody all cases");
        assertThat(lines.stream().filter(line -> line.contains("PORT_CLOSED"))).hasSize(3);
        assertThat(lines).allMatch(line -> line.length() <= 80, "at most 80 columns");
    }

    @Test
    void casesOfOneReasonAreOnlyJoinedWhereTheyHaveTheSameServers() {
        Answer no = Answer.unsupported(By.TARGET, "declare files");
        List<String> lines = lines(
                SampleRun.of("a", "b", "c")
                        .server("x", no, GOOD, no)
                        .server("y", GOOD, no, GOOD)
                        .report(),
                80);
        assertThat(lines).contains("· a, c with x", "· b with y");
    }

    @Test
    void proofsAreToldWhenAskedForAndForACellThatStandsAlone() {
        RunReport two = SampleRun.of("a", "b").server("x", GOOD, GOOD).report();
        RunReport one = SampleRun.of("a").server("x", GOOD).report();
        assertThat(lines(two, 80)).noneMatch(line -> line.contains("qlog"));
        assertThat(new TextMatrix(two, false, 80, true).lines())
                .filteredOn(line -> line.contains("qlog"))
                .hasSize(2);
        assertThat(lines(one, 80)).containsSequence("✓ x a (1.3 s)", "    HANDSHAKE_DONE is in the qlog");
    }

    @Test
    void changesAreMarkedBothWays() {
        SampleRun run = SampleRun.of("a", "b", "c")
                .server("x", GOOD, BAD, Answer.unsupported(By.SERVER, "no"))
                .server("y", GOOD, GOOD, GOOD);
        List<String> lines = lines(
                run.comparedWith(new Comparison.Earlier(
                        1,
                        Map.of(
                                List.of("x", "a"),
                                "failed",
                                List.of("x", "b"),
                                "succeeded",
                                List.of("x", "c"),
                                "failed",
                                List.of("y", "a"),
                                "succeeded",
                                List.of("old", "a"),
                                "succeeded"))),
                80);
        assertThat(lines)
                .contains("a  ✓▲ ✓", "b  ✕▼ ✓", "c  s↔ ✓")
                .containsSequence(
                        "▲ x a: failed before, now succeeded",
                        "▼ x b: succeeded before, now failed",
                        "↔ x c: failed before, now unsupported",
                        "  2 cells are new, 1 were only there before");
    }

    @Test
    void whatIsMeasuredAndWhatIsLeftOutIsSaid() {
        List<String> lines = lines(
                SampleRun.of("goodput")
                        .server("x", Answer.measured("9.1 Mbit/s", "by the relay"))
                        .leftOut("gone", "not reached: HOST_NOT_FOUND")
                        .report(),
                80);
        assertThat(lines).contains("  x goodput  9.1 Mbit/s", "- gone", "    not reached: HOST_NOT_FOUND");
    }

    @Test
    void withNobodyThereIsNoTable() {
        assertThat(lines(SampleRun.of("a").leftOut("gone", "not reached").report(), 80))
                .containsExactly(
                        "",
                        "Left out",
                        "- gone",
                        "    not reached",
                        "",
                        "0 succeeded, 0 failed, 0 unsupported: 1 case with 0 servers in 1:23");
    }

    @Test
    void aServerCannotSteerTheTerminal() {
        List<String> lines = lines(
                SampleRun.of("a")
                        .server("x\u001b[2J", Answer.failed("closed: \u001b]0;title\u0007\u202e\nnext"))
                        .report(),
                80);
        assertThat(String.join("", lines)).doesNotContain("\u001b", "\u0007", "\u202e", "\n");
        assertThat(lines).contains("    closed: \\u{1b}]0;title\\u{7}\\u{202e} next");
    }

    @Test
    void coloursAreLaidOverTheSameText() {
        RunReport report = SampleRun.of("a").server("x", BAD).report();
        Stream<String> bare = new TextMatrix(report, true, 80, false)
                .lines().stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""));
        assertThat(bare.toList()).isEqualTo(lines(report, 80));
        assertThat(new TextMatrix(report, true, 80, false).lines()).contains("a  \u001b[31m✕\u001b[0m");
    }

    private static List<String> lines(RunReport report, int width) {
        List<String> lines = new TextMatrix(report, false, width, false).lines();
        assertThat(lines).allMatch(line -> line.equals(line.stripTrailing()), "nothing at the end");
        return lines;
    }
}
