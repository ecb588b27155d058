package dev.quiver.h3.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.exchange.IdleClock.Turn;
import org.junit.jupiter.api.Test;

/** Silence is counted while it is the peer's, and only then. */
class IdleClockTest {
    private final IdleClock clock = new IdleClock(100);

    @Test
    void nothingCountsBeforeABody() {
        assertThat(clock.counts()).isFalse();
    }

    @Test
    void fromTheDemandOn() {
        clock.download(Turn.PEER, 1_000);
        assertThat(clock.counts()).isTrue();
        assertThat(clock.left(1_000)).isEqualTo(100);
        assertThat(clock.left(1_099)).isEqualTo(1);
        assertThat(clock.left(1_100)).isZero();
    }

    @Test
    void eachByteBeginsItAnew() {
        clock.download(Turn.PEER, 1_000);
        clock.moved(1_099);
        assertThat(clock.left(1_100)).isEqualTo(99);
    }

    @Test
    void moreDemandDoesNot() {
        clock.download(Turn.PEER, 1_000);
        clock.download(Turn.PEER, 1_090);
        assertThat(clock.left(1_100)).isZero();
    }

    @Test
    void aSubscribersPauseDoesNotCount() {
        clock.download(Turn.PEER, 1_000);
        clock.download(Turn.CALLER, 1_050);
        assertThat(clock.counts()).isFalse();
        clock.download(Turn.PEER, 9_000);
        assertThat(clock.left(9_000)).isEqualTo(100);
    }

    @Test
    void anUploadThatIsNotTakenCountsBeforeTheHead() {
        clock.upload(Turn.PEER, 1_000);
        assertThat(clock.counts()).isTrue();
        assertThat(clock.left(1_100)).isZero();
    }

    @Test
    void aPublishersPauseDoesNotCount() {
        clock.upload(Turn.CALLER, 1_000);
        assertThat(clock.counts()).isFalse();
    }

    @Test
    void aServerThatWaitsForTheRestOfTheRequestOwesNothing() {
        clock.upload(Turn.CALLER, 1_000);
        clock.download(Turn.PEER, 1_000);
        assertThat(clock.counts()).isFalse();
        clock.upload(Turn.NOBODY, 5_000);
        assertThat(clock.counts()).isTrue();
        assertThat(clock.left(5_000)).isEqualTo(100);
    }

    @Test
    void whatMovesOneWayExcusesTheOther() {
        clock.upload(Turn.PEER, 1_000);
        clock.download(Turn.PEER, 1_000);
        clock.moved(1_090);
        assertThat(clock.left(1_150)).isEqualTo(40);
        clock.download(Turn.NOBODY, 1_150);
        assertThat(clock.counts()).isTrue();
        clock.upload(Turn.NOBODY, 1_160);
        assertThat(clock.counts()).isFalse();
    }
}
