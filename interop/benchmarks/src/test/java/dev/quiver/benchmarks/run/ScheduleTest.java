package dev.quiver.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ScheduleTest {
    private static Schedule of(String... words) {
        BenchOptions options = CommandLine.populateCommand(new BenchOptions(), words);
        return Schedule.of(Cell.of(options), options.clients(), options, (cell, client) -> client != Client.FLUPKE);
    }

    @Test
    void everyRoundRunsEveryClientThatCan() {
        Schedule schedule =
                of("--rounds", "2", "--scenarios", "small", "--in-flight", "1,10", "--clients", "quiver,flupke,jdk");
        // gtlsserver does not speak HTTP/2, and flupke is ruled out.
        assertThat(schedule.turns().stream().map(turn -> turn.round() + " " + turn.cell() + " " + turn.client()))
                .startsWith(
                        "1 small, 1 in flight, gtlsserver quiver",
                        "1 small, 10 in flight, gtlsserver quiver",
                        "1 small, 1 in flight, caddy quiver",
                        "1 small, 1 in flight, caddy jdk")
                .hasSize(12);
    }

    @Test
    void timeIsReckonedByWhatWentBefore() {
        Schedule schedule = of(
                "--rounds", "1", "--scenarios", "small", "--servers", "gtlsserver", "--clients", "quiver,netty,vertx");
        // Three levels, three clients, 3 + 2 + 2 seconds each.
        assertThat(schedule.summary()).isEqualTo("9 measurements, about 2 minutes");
        Schedule.Turn fourth = schedule.turns().get(3);
        assertThat(fourth.secondsBefore()).isEqualTo(21);
        assertThat(schedule.expected(fourth, Duration.ofSeconds(42))).isEqualTo(Duration.ofSeconds(14));
        assertThat(schedule.progress(fourth, Duration.ofSeconds(42)))
                .isEqualTo("[4/9, about 2 minutes left] round 1, small, 10 in flight, gtlsserver: quiver");
    }

    @Test
    void nothingToDoTakesNoTime() {
        assertThat(new Schedule(List.of()).summary()).startsWith("0 measurements");
    }
}
