package dev.quiver.h3.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.internal.spi.GuestLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lane whose tasks may be an event loop's guests. */
class LaneGuestTest {
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Host loop = new Host();
    private final List<String> ran = new ArrayList<>();

    /** A loop that runs at once what it is given, and its guests and timers when the test says so. */
    private static final class Host extends GuestHost {
        private final Queue<Guest> guests = new ArrayDeque<>();
        private final Queue<Runnable> timers = new ArrayDeque<>();
        private boolean room = true;

        @Override
        public boolean invite(Guest guest) {
            return room && guests.add(guest);
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            timers.add(command);
            return super.schedule(() -> {}, 0, unit);
        }
    }

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    private Lane lane(boolean guests) {
        Executor into = executor::add;
        return new Lane(into, guests);
    }

    @Test
    void theLoopsGuestRunsWhatCameAndTheExecutorNothing() {
        Lane lane = lane(true);
        lane.deliverSoon(() -> ran.add("a"), loop);
        assertThat(loop.timers).isEmpty();
        lane.deliverSoon(() -> ran.add("b"), loop);
        assertThat(loop.guests).hasSize(1);
        assertThat(loop.guests.remove().visit()).isFalse();
        assertThat(ran).containsExactly("a", "b");
        assertThat(executor).isEmpty();

        lane.deliverSoon(() -> ran.add("c"), loop);
        assertThat(loop.guests).hasSize(1);
    }

    @Test
    void withoutRoomOrLeaveItIsTheExecutors() {
        Lane refused = lane(true);
        loop.room = false;
        refused.deliverSoon(() -> ran.add("a"), loop);
        executor.remove().run();
        loop.room = true;
        lane(false).deliverSoon(() -> ran.add("b"), loop);
        executor.remove().run();
        assertThat(loop.guests).isEmpty();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void whatWaitsBehindALateGuestGetsTheExecutorsHelp() {
        Lane lane = lane(true);
        lane.deliverSoon(() -> ran.add("a"), loop);
        GuestLoop.Guest late = loop.guests.remove();
        late.overdue();
        assertThat(executor).isEmpty();
        loop.timers.remove().run();
        executor.remove().run();
        assertThat(ran).containsExactly("a");
        assertThat(late.visit()).isFalse();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void whoIsTurnedAwayGoesToTheExecutor() {
        Lane lane = lane(true);
        lane.deliverSoon(() -> ran.add("a"), loop);
        loop.guests.remove().turnedAway();
        executor.remove().run();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void aGuestLeavesInTimeAndComesAgain() {
        Lane lane = lane(true);
        lane.deliverSoon(
                () -> {
                    // Longer than a visit.
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
                    while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                    ran.add("slow");
                },
                loop);
        lane.deliverSoon(() -> ran.add("next"), loop);
        GuestLoop.Guest guest = loop.guests.remove();
        assertThat(guest.visit()).isTrue();
        assertThat(ran).containsExactly("slow");
        // So slow a task has others looked after.
        loop.timers.remove().run();
        assertThat(executor).hasSize(1);
        assertThat(guest.visit()).isFalse();
        assertThat(ran).containsExactly("slow", "next");
        executor.remove().run();
        assertThat(ran).containsExactly("slow", "next");
    }
}
