package dev.quiver.h3.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeadStartTest {
    private static final long MS = 1_000_000;

    private final HeadStart headStart = new HeadStart();

    @Test
    void beginsWhereNothingIsKnown() {
        assertThat(headStart.next()).isEqualTo(HeadStart.FIRST);
        headStart.took(40 * MS);
        headStart.forget();
        assertThat(headStart.next()).isEqualTo(HeadStart.FIRST);
    }

    @Test
    void aFastOriginIsNotWaitedForLongNorTooShort() {
        for (int i = 0; i < 20; i++) {
            headStart.took(10 * MS);
        }
        assertThat(headStart.next()).isEqualTo(HeadStart.LEAST);
    }

    @Test
    void aSlowOriginIsGivenTheTimeItTakes() {
        for (int i = 0; i < 20; i++) {
            headStart.took(600 * MS);
        }
        assertThat(headStart.next()).isBetween(Duration.ofMillis(600), Duration.ofMillis(620));
    }

    @Test
    void noPageIsHeldUpForLong() {
        headStart.took(9_000 * MS);
        assertThat(headStart.next()).isEqualTo(HeadStart.MOST);
    }
}
