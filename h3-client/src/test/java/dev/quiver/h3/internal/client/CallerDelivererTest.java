package dev.quiver.h3.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.body.GuestHost;
import dev.quiver.h3.internal.body.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for a thread that is blocked in {@code send}. */
class CallerDelivererTest {
    private final Host loop = new Host();
    private final List<String> ran = new ArrayList<>();
    private final Queue<Runnable> executor = new ArrayDeque<>();

    /** A loop that runs what it is given when the test says so. */
    private static final class Host extends GuestHost {
        private final Queue<Runnable> given = new ArrayDeque<>();

        @Override
        public void execute(Runnable command) {
            given.add(command);
        }
    }

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    /** Runs it as the event loop's thread would. */
    private static void elsewhere(Runnable task) throws Exception {
        CompletableFuture.runAsync(task).get(30, TimeUnit.SECONDS);
    }

    @Test
    void theCallerIsWokenWhenTheLoopHasReadAllThatCame() throws Exception {
        CallerDeliverer caller = new CallerDeliverer(new Lane(executor::add));
        CompletableFuture<Void> done = new CompletableFuture<>();
        elsewhere(() -> caller.deliverSoon(
                () -> {
                    ran.add("response");
                    done.complete(null);
                },
                loop));
        assertThat(loop.given).hasSize(1);
        elsewhere(loop.given.remove());
        caller.runUntil(done);
        assertThat(ran).containsExactly("response");
    }

    @Test
    void aCallerThatIsInTheLoopIsNotWoken() throws Exception {
        CallerDeliverer caller = new CallerDeliverer(new Lane(executor::add));
        CompletableFuture<Void> done = new CompletableFuture<>();
        caller.deliverSoon(() -> done.complete(null), loop);
        assertThat(loop.given).isEmpty();
        caller.runUntil(done);
        assertThat(done).isCompleted();
    }

    @Test
    void whatComesForACallerThatHasLeftGoesTheUsualWay() throws Exception {
        CallerDeliverer caller = new CallerDeliverer(new Lane(executor::add));
        elsewhere(() -> caller.deliverSoon(() -> ran.add("waited"), loop));
        caller.leave();
        executor.remove().run();
        assertThat(ran).containsExactly("waited");
        elsewhere(loop.given.remove());
        elsewhere(() -> caller.deliverSoon(() -> ran.add("late"), loop));
        elsewhere(loop.given.remove());
        executor.remove().run();
        assertThat(ran).containsExactly("waited", "late");
    }
}
