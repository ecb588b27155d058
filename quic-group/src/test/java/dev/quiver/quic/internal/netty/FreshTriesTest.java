package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a stuck handshake is tried afresh. Time is virtual. */
class FreshTriesTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int tries;
    private final FreshTries fresh = new FreshTries(channel.eventLoop(), () -> tries++);

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += 50) {
            channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    void afterThreeSecondsAndAfterSixAndNeverAgain() {
        channel.freezeTime();
        fresh.begin();
        pass(2_950);
        assertThat(tries).isZero();
        pass(50);
        assertThat(tries).isEqualTo(1);
        pass(3_000);
        assertThat(tries).isEqualTo(2);
        pass(60_000);
        assertThat(tries).isEqualTo(2);
    }

    /** Its process stood still, as in a sleeping machine: the answer may lie in the socket. */
    @Test
    void aLongPauseIsOneLook() {
        channel.freezeTime();
        fresh.begin();
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(tries).isZero();
        pass(2_750);
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void notOnceStopped() {
        channel.freezeTime();
        fresh.begin();
        pass(1_000);
        fresh.stop();
        pass(60_000);
        assertThat(tries).isZero();
    }
}
