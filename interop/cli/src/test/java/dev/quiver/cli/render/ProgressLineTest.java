package dev.quiver.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private static final long MIB = 1 << 20;

    @Test
    void drawsABarWhereTheLengthIsKnown() {
        assertThat(new ProgressLine("down", 50 * MIB, 100 * MIB, Duration.ofSeconds(5)).render(80, Style.PLAIN))
                .isEqualTo("down  50% ━━━━━━━━━━━━━───────────── 50.0 MiB of 100 MiB  10.0 MiB/s  0:05 left");
    }

    @Test
    void tellsBytesWhereItIsNot() {
        assertThat(new ProgressLine("up", 3 * MIB, -1, Duration.ofSeconds(61)).render(80, Style.PLAIN))
                .isEqualTo("up 3.0 MiB  50.4 KiB/s  1:01");
    }

    @Test
    void isFullAtTheEndAndNeverFuller() {
        assertThat(new ProgressLine("down", 200, 100, Duration.ofSeconds(1)).render(80, Style.PLAIN))
                .startsWith("down 100% " + "━".repeat(30) + " ");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 120})
    void fitsTheTerminal(int columns) {
        for (long total : new long[] {-1, 0, 1, MIB, 1L << 50}) {
            String line = new ProgressLine("down", total / 2, total, Duration.ofMillis(1)).render(columns, Style.PLAIN);
            assertThat(line.length()).isLessThan(columns);
        }
    }

    @Test
    void coloursOnlyWhereTold() {
        ProgressLine line = new ProgressLine("down", 1, 2, Duration.ofSeconds(1));
        assertThat(line.render(80, Style.PLAIN)).doesNotContain("\u001b");
        assertThat(line.render(80, Style.COLOURED)).contains("\u001b[32m");
    }
}
