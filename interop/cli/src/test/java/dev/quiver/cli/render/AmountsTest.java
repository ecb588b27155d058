package dev.quiver.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 KiB",
        "1536, 1.5 KiB",
        "102400, 100 KiB",
        "1048576, 1.0 MiB",
        "1073741824, 1.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void bytes(long count, String text) {
        assertThat(Amounts.bytes(count)).isEqualTo(text);
    }

    @Test
    void times() {
        assertThat(Amounts.millis(Duration.ofNanos(1_234_567))).isEqualTo(1.235);
        assertThat(Amounts.millisText(Duration.ofNanos(12_345_678))).isEqualTo("12.3 ms");
        assertThat(Amounts.clock(67)).isEqualTo("1:07");
        assertThat(Amounts.clock(3727)).isEqualTo("1:02:07");
    }
}
