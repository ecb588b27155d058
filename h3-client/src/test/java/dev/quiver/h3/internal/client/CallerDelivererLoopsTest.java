package dev.quiver.h3.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.body.GuestHost;
import dev.quiver.h3.internal.body.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerDelivererLoopsTest {
    private final List<String> seen = new ArrayList<>();
    private final Host first = new Host("first");
    private final Host second = new Host("second");
    private final CallerDeliverer caller = new CallerDeliverer(new Lane(Runnable::run));

    /** A loop that has room when the test says so. */
    private final class Host extends GuestHost {
        private final String name;
        private Runnable turn = () -> {};
        private boolean room;

        Host(String name) {
            this.name = name;
        }

        @Override
        public boolean borrow(BooleanSupplier enough) {
            seen.add(name + " asked");
            turn.run();
            return room;
        }

        @Override
        public void noBorrower() {
            seen.add(name + " left");
        }

        @Override
        public void execute(Runnable command) {
            seen.add(name + " woken");
            command.run();
        }
    }

    @AfterEach
    void stop() {
        first.shutdownNow();
        second.shutdownNow();
    }

    @Test
    void whoGoesOnElsewhereWantsNothingMoreOfTheFirstLoop() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        assertThat(caller.turns(first)).isTrue();
        // No room there, but an answer: a redirect to what the other loop serves.
        first.turn = () -> caller.execute(() -> assertThat(caller.turns(second)).isTrue());
        second.turn = () -> done.complete(null);
        second.room = true;
        caller.runUntil(done);
        caller.leave();
        assertThat(seen).containsExactly("first asked", "first left", "second asked", "second left");
    }

    @Test
    void aTurnThatWasPromisedIsMadeUpFor() {
        assertThat(caller.turns(first)).isTrue();
        assertThat(caller.turns(second)).isTrue();
        caller.leave();
        assertThat(seen).containsExactly("first left", "first woken", "second left", "second woken");
    }

    @Test
    void whatALoopThatEndsHasForAWaitingCallerWakesIt() throws Exception {
        CompletableFuture<String> ran = new CompletableFuture<>();
        CompletableFuture<CallerDeliverer> waiting = new CompletableFuture<>();
        Thread waits = new Thread(() -> {
            CallerDeliverer own = new CallerDeliverer(new Lane(Runnable::run));
            waiting.complete(own);
            try {
                own.runUntil(ran);
            } catch (InterruptedException stop) {
                ran.completeExceptionally(stop);
            }
        });
        waits.start();
        CallerDeliverer own = waiting.get(30, TimeUnit.SECONDS);
        ScheduledThreadPoolExecutor ended = new ScheduledThreadPoolExecutor(1);
        ended.shutdownNow();
        own.deliverSoon(() -> ran.complete("told"), ended);
        assertThat(ran.get(30, TimeUnit.SECONDS)).isEqualTo("told");
        waits.join(30_000);
        assertThat(waits.isAlive()).isFalse();
    }
}
