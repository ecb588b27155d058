package dev.quiver.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.demo.Timeline.Phase;
import dev.quiver.cli.render.Style;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    @Test
    void drawsEachPhaseWhereItBelongs() {
        Timeline timeline = new Timeline(List.of(phase("first", 0, 10), phase("second", 10, 40)));
        // 45 columns leave none too few for names and times: 8 cells of 5 ms are the least.
        assertThat(timeline.render(45, Style.PLAIN))
                .containsExactly(
                        "first                             10.0 ms  ██",
                        "second                            30.0 ms    ██████");
    }

    @Test
    void drawsEvenWhatTookNoTime() {
        Timeline timeline = new Timeline(List.of(phase("nothing", 0, 0), phase("all", 0, 40), phase("late", 40, 40)));
        assertThat(timeline.render(80, Style.PLAIN)).allSatisfy(line -> {
            assertThat(line).containsPattern("[█▏▎▍▌▋▊▉]");
            assertThat(line.length()).isLessThanOrEqualTo(80);
        });
    }

    @Test
    void standsAnEmptyHandshake() {
        assertThat(new Timeline(List.of()).render(80, Style.PLAIN)).isEmpty();
        assertThat(new Timeline(List.of(phase("only", 0, 0))).render(80, Style.PLAIN))
                .hasSize(1);
    }

    private static Phase phase(String name, long fromMillis, long toMillis) {
        return new Phase(name, Duration.ofMillis(fromMillis), Duration.ofMillis(toMillis));
    }
}
