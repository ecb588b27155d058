package dev.quiver.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetLineTest {
    @Test
    void saysHowManyAndForHowLong() {
        FleetLine line = new FleetLine(1, 4, 1, "hosts", "with trouble", "", Duration.ofSeconds(3));
        assertThat(line.render(80, Style.PLAIN))
                .isEqualTo("━".repeat(7) + "─".repeat(23) + " 1 of 4 hosts, 1 with trouble  0:03");
    }

    @Test
    void whatIsUnderWayTakesWhatIsLeftOfTheLine() {
        FleetLine line = new FleetLine(2, 400, 0, "cells", "failed", "caddy retry, " + "x".repeat(99), Duration.ZERO);
        assertThat(line.render(80, Style.PLAIN))
                .startsWith("─".repeat(12) + " 2 of 400 cells  0:00  caddy retry, xxx")
                .endsWith("…")
                .hasSize(79);
    }

    @Test
    void theRestIsEstimatedFromAQuarterOn() {
        assertThat(new FleetLine(99, 400, 0, "cells", "failed", "", Duration.ofSeconds(60)).render(80, Style.PLAIN))
                .endsWith("1:00");
        assertThat(new FleetLine(100, 400, 0, "cells", "failed", "", Duration.ofSeconds(60)).render(80, Style.PLAIN))
                .endsWith("1:00, about 3:00 left");
    }

    @Test
    void aNarrowTerminalHasTheNumbersAlone() {
        FleetLine line = new FleetLine(1, 4, 0, "cells", "failed", "caddy retry", Duration.ZERO);
        assertThat(line.render(20, Style.PLAIN)).isEqualTo("1 of 4 cells  0:00");
    }
}
