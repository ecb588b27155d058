package dev.quiver.h3.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final long S = 1_000_000_000;

    private final BackOff backOff = new BackOff();

    @Test
    void doublesUpToItsLimitAndForgetsWithSuccess() {
        assertThat(backOff.holds(0)).isFalse();
        long now = 0;
        long expected = 5;
        for (int i = 0; i < 40; i++) {
            backOff.failed("silence", now);
            assertThat(backOff.holds(now + expected * S - 1)).isTrue();
            now += expected * S;
            assertThat(backOff.holds(now)).isFalse();
            expected = Math.min(expected * 2, Duration.ofMinutes(5).toSeconds());
        }
        backOff.succeeded();
        backOff.failed("silence", now);
        assertThat(backOff.holds(now + 5 * S)).isFalse();
    }

    @Test
    void saysWhyAndForHowLong() {
        backOff.failed("nothing listens", 0);
        assertThat(backOff.reason(2 * S)).isEqualTo("QUIC failed 2 s ago (nothing listens) and is tried again in 4 s");
    }
}
