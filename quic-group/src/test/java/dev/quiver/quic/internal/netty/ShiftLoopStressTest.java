package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import org.junit.jupiter.api.Test;

/**
 * Everything at once on one loop after the other: tasks, timers, guests of every manners, borrowers, interrupts, and an end
 * that comes before all have finished. {@code -Dquiver.shift.rounds=2000} for more, {@code -Dquiver.shift.seed} for another
 * course.
 */
class ShiftLoopStressTest {
    private static final int ROUNDS = Integer.getInteger("quiver.shift.rounds", 16);
    private static final long SEED = Long.getLong("quiver.shift.seed", 1);

    @Test
    void nobodyIsLostAndNobodyMeetsAnother() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            boolean epoll = Epoll.isAvailable() && i % 4 != 0;
            // NIO's selector does not bear interrupts.
            ShiftLoopRound round = new ShiftLoopRound(
                    SEED + i, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory(), epoll);
            round.run();
            assertThat(round.wrongs()).as("round %d from seed %d", i, SEED).isEmpty();
        }
    }
}
