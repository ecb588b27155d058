package dev.quiver.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static Spread of(long... millis) {
        return Spread.of(LongStream.of(millis).mapToObj(Duration::ofMillis).toList());
    }

    @Test
    void theMedianIsTheMiddleOneOrBetweenTheMiddleTwo() {
        assertThat(of(9, 1, 5)).isEqualTo(spread(5, 1, 9, 3));
        assertThat(of(8, 2, 100, 4)).isEqualTo(spread(6, 2, 100, 4));
        assertThat(of(7)).isEqualTo(spread(7, 7, 7, 1));
    }

    @Test
    void ofNoneThereIsNone() {
        assertThat(Spread.of(List.of())).isNull();
    }

    private static Spread spread(long median, long least, long most, int count) {
        return new Spread(Duration.ofMillis(median), Duration.ofMillis(least), Duration.ofMillis(most), count);
    }
}
