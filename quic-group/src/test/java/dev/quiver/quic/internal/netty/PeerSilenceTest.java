package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the peer counts as gone. Time is virtual: one unit is a millisecond. */
class PeerSilenceTest {
    private static final long MS = 1_000_000;
    private static final long LIMIT = 3000 * MS;

    private final PeerSilence silence = new PeerSilence(LIMIT);

    private long check(long nowMs, long dueMs) {
        return silence.check(nowMs * MS, dueMs * MS);
    }

    private void read() {
        silence.received();
        silence.readDone();
    }

    @Test
    void anUnansweredPacketCountsFromWhenItWasSent() {
        assertThat(silence.sent(1000 * MS)).isTrue();
        assertThat(check(2000, 2000)).isEqualTo(2000 * MS);
        assertThat(check(4000, 4000)).isEqualTo(PeerSilence.GONE);
    }

    @Test
    void laterProbesDoNotPutItOff() {
        silence.sent(1000 * MS);
        assertThat(silence.sent(2000 * MS)).isFalse();
        assertThat(silence.sent(3900 * MS)).isFalse();
        assertThat(check(4000, 4000)).isEqualTo(PeerSilence.GONE);
    }

    @Test
    void anythingReceivedEndsTheWait() {
        silence.sent(1000 * MS);
        read();
        assertThat(check(4000, 4000)).isEqualTo(PeerSilence.NOTHING_DUE);
    }

    @Test
    void anAcknowledgementIsNotAnswered() {
        silence.received();
        assertThat(silence.sent(1000 * MS)).isFalse();
        silence.readDone();
        // An hour of nothing, and the peer is there still.
        assertThat(check(3_600_000, 3_600_000)).isEqualTo(PeerSilence.NOTHING_DUE);
    }

    @Test
    void dataSentWhileReadingIsMissedByItsProbe() {
        silence.received();
        silence.sent(1000 * MS);
        silence.readDone();
        assertThat(silence.sent(1300 * MS)).isTrue();
        assertThat(check(4300, 4300)).isEqualTo(PeerSilence.GONE);
    }

    @Test
    void theNextWaitCountsFromItsOwnPacket() {
        silence.sent(1000 * MS);
        read();
        assertThat(silence.sent(3500 * MS)).isTrue();
        assertThat(check(4000, 4000)).isEqualTo(2500 * MS);
        assertThat(check(6500, 6500)).isEqualTo(PeerSilence.GONE);
    }

    @Test
    void aTurnThatComesLateLooksOnceMore() {
        silence.sent(1000 * MS);
        // The thread was held up for ten seconds: the answer may lie in the socket's buffer.
        long again = check(14_000, 4000);
        assertThat(again).isEqualTo(100 * MS);
        assertThat(check(14_100, 14_100)).isEqualTo(PeerSilence.GONE);
    }

    @Test
    void anAnswerFoundByTheSecondLookSaves() {
        silence.sent(1000 * MS);
        check(14_000, 4000);
        read();
        assertThat(check(14_100, 14_100)).isEqualTo(PeerSilence.NOTHING_DUE);
    }
}
