package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuestPaceTest {
    private final GuestPace pace = new GuestPace();

    /** The nanoseconds for which no guest may come after one that was late then. */
    private long closedFor(long now) {
        pace.late(now);
        long low = 0;
        long high = 10 * GuestPace.LONGEST;
        while (low < high) {
            long middle = (low + high) / 2;
            if (pace.open(now + middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Test
    void isOpenUntilOneIsLate() {
        assertThat(pace.open(Long.MIN_VALUE)).isTrue();
        assertThat(pace.open(Long.MAX_VALUE)).isTrue();
        assertThat(closedFor(Long.MAX_VALUE - 5)).isEqualTo(GuestPace.SHORTEST);
    }

    @Test
    void theOftenerTheLongerUpToALimit() {
        long now = 0;
        for (long expected = GuestPace.SHORTEST; expected < GuestPace.LONGEST; expected *= 2) {
            assertThat(closedFor(now)).isEqualTo(expected);
            now += expected;
        }
        assertThat(closedFor(now)).isEqualTo(GuestPace.LONGEST);
        assertThat(closedFor(now + GuestPace.LONGEST)).isEqualTo(GuestPace.LONGEST);
    }

    @Test
    void afterAWhileItIsAnAccidentAgain() {
        closedFor(0);
        closedFor(GuestPace.SHORTEST);
        assertThat(closedFor(100 * GuestPace.SHORTEST)).isEqualTo(GuestPace.SHORTEST);
    }
}
