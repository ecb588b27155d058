package dev.quiver.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Cell SMALL = new Cell(Scenario.SMALL, Server.GTLSSERVER, 10, 0);
    private static final Cell LINK = new Cell(Scenario.LINK, Server.CADDY, 1, 2);

    @Test
    void moreRequestsAreBetterAndRatiosSayByHowMuch() {
        String tables = new Report(
                        List.of(
                                row(SMALL, Client.QUIVER, 1, "requests_s", 80_000),
                                row(SMALL, Client.NETTY, 1, "requests_s", 100_000),
                                row(SMALL, Client.QUIVER, 2, "requests_s", 90_000),
                                row(SMALL, Client.NETTY, 2, "requests_s", 100_000),
                                row(SMALL, Client.QUIVER, 3, "requests_s", 40_000)),
                        0.2)
                .markdown();

        assertThat(tables.lines())
                .containsSubsequence(
                        "### small, 10 in flight, gtlsserver",
                        "| netty | 100,000 [100,000–100,000] |  |  |  |  |  |  |  |  | 1.25 | 1.00 | 2 |",
                        "| quiver | 80,000 [40,000–90,000] |  |  |  |  |  |  |  |  | 1.00 | 0.80 | 3 |");
    }

    @Test
    void fewerSecondsAreBetterAndARatioAboveOneIsStillBetter() {
        String tables = new Report(
                        List.of(row(LINK, Client.NETTY, 1, "seconds", 6), row(LINK, Client.QUIVER, 1, "seconds", 3)),
                        0.2)
                .markdown();

        assertThat(tables.lines())
                .containsSubsequence(
                        "### link, 2 % loss, caddy",
                        "| quiver | 3.00 |  |  |  |  | 1.00 | 2.00 | 1 |",
                        "| netty | 6.00 |  |  |  |  | 0.50 | 1.00 | 1 |");
    }

    @Test
    void aFailureIsToldAndNoFigure() {
        String tables = new Report(List.of(Row.failed(SMALL, Client.JETTY, 2, "stream limit")), 0.2).markdown();

        assertThat(tables).contains("- failed: jetty, round 2: stream limit").doesNotContain("| jetty");
    }

    @Test
    void whatOthersDisturbedIsLeftOutAndTold() {
        String tables = new Report(
                        List.of(
                                disturbed(Client.QUIVER, 1, 2, 0.05),
                                disturbed(Client.QUIVER, 2, 9, 0.7),
                                disturbed(Client.QUIVER, 3, 4, 0.2)),
                        0.2)
                .markdown();

        assertThat(tables)
                .contains("| quiver | 3.00 [2.00–4.00] |", "| 2 |")
                .contains("- disturbed: quiver: others kept processors busy, 0.70 in round 2: left out");
    }

    @Test
    void whereAllWasDisturbedItCountsWithAMark() {
        String tables = new Report(
                        List.of(
                                disturbed(Client.JDK, 1, 2, 0.5),
                                Row.failed(LINK, Client.JDK, 2, "killed"),
                                disturbed(Client.QUIVER, 1, 2, 0)),
                        0.2)
                .markdown();

        assertThat(tables)
                .contains("| jdk \\* | 2.00 |", "| quiver | 2.00 |")
                .contains("- disturbed: jdk: others kept processors busy, 0.50 in round 1: counted all the same")
                .contains("- failed: jdk, round 2: killed");
    }

    @Test
    void aTableThatWasDisturbedThroughoutSaysSoOnce() {
        String tables = new Report(List.of(disturbed(Client.JDK, 1, 2, 0.5), disturbed(Client.QUIVER, 1, 2, 1.25)), 0.2)
                .markdown();

        assertThat(tables)
                .contains("- disturbed: all of it: others kept 0.50 to 1.25 processors busy")
                .containsOnlyOnce("disturbed");
    }

    @Test
    void theLastCauseIsTheComplaint() {
        assertThat(MeasureProcess.complaint(List.of(
                        "java.lang.IllegalStateException: it failed",
                        "\tat a.b.C.d(C.java:1)",
                        "Caused by: java.io.IOException: the reason",
                        "\t... 2 more",
                        "\t\t... 3 more",
                        "WARNING: something else")))
                .isEqualTo("Caused by: java.io.IOException: the reason");
        assertThat(MeasureProcess.complaint(List.of())).isEqualTo("said nothing");
    }

    private static Row disturbed(Client client, int round, double seconds, double others) {
        Result result = Result.of(1).with("seconds", seconds).with(MeasureProcess.OTHERS, others);
        return Row.of(LINK, client, round, result);
    }

    @Test
    void tablesGoBetweenTheMarksOfAFileThatHasThem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("page.md");
        Files.writeString(file, "before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n");

        ReportFiles.markdown(file, "new\n");

        assertThat(file).hasContent("before\n<!-- bench -->\nnew\n<!-- /bench -->\nafter\n");
    }

    @Test
    void jsonHasEveryMeasurement(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rows.json");

        ReportFiles.json(
                file, List.of(row(LINK, Client.QUIVER, 1, "seconds", 3), Row.failed(LINK, Client.JDK, 1, "a \"b\"\n")));

        assertThat(file)
                .content()
                .contains("\"client\":\"quiver\",\"inFlight\":1,\"lossPercent\":2.0,\"round\":1,\"failure\":null,"
                        + "\"figures\":{\"seconds\":3.0}")
                .contains("\"failure\":\"a \\\"b\\\"\\u000a\",\"figures\":{}");
    }

    @Test
    void aRunInPartsIsReportedAsOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rows");
        List<Row> first =
                List.of(row(LINK, Client.QUIVER, 1, "seconds", 3.25), Row.failed(SMALL, Client.JDK, 1, "a b"));
        List<Row> second = List.of(row(LINK, Client.QUIVER_DIRECT, 2, "seconds", 1e-5));

        RowFile.add(file, first);
        RowFile.add(file, second);
        assertThat(RowFile.all(file)).containsExactly(first.get(0), first.get(1), second.get(0));
    }

    private static Row row(Cell cell, Client client, int round, String figure, double value) {
        return Row.of(cell, client, round, Result.of(cell.inFlight()).with(figure, value));
    }
}
