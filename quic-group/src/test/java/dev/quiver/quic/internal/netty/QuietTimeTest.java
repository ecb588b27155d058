package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a silent connection gets something sent. Time is virtual. */
class QuietTimeTest {
    private final QuietTime quiet = new QuietTime(100, 1000);

    @Test
    void silenceForTheIntervalIsTheTime() {
        assertThat(quiet.check(1000)).isEqualTo(100);
        assertThat(quiet.check(1099)).isEqualTo(1);
        assertThat(quiet.check(1100)).isEqualTo(QuietTime.NOW);
    }

    @Test
    void anyPacketPutsItOff() {
        quiet.active(1060);
        assertThat(quiet.check(1100)).isEqualTo(60);
        assertThat(quiet.check(1160)).isEqualTo(QuietTime.NOW);
    }

    @Test
    void itComesAgainThoughNothingCouldBeSent() {
        assertThat(quiet.check(1100)).isEqualTo(QuietTime.NOW);
        assertThat(quiet.check(1100)).isEqualTo(100);
        assertThat(quiet.check(1200)).isEqualTo(QuietTime.NOW);
    }
}
