package dev.quiver.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AsyncLoopTest {
    @Test
    void aMillionStepsDoneAtOnceNeedNoStack() {
        int[] steps = {0};
        assertThat(AsyncLoop.whileTrue(() -> CompletableFuture.completedFuture(++steps[0] < 1_000_000)))
                .isCompleted();
        assertThat(steps[0]).isEqualTo(1_000_000);
    }

    @Test
    void stepsFollowOneAnother() {
        ArrayDeque<CompletableFuture<Boolean>> begun = new ArrayDeque<>();
        CompletableFuture<Void> done = AsyncLoop.whileTrue(() -> {
            begun.add(new CompletableFuture<>());
            return begun.getLast();
        });

        begun.getLast().complete(true);
        assertThat(begun).hasSize(2);
        assertThat(done).isNotDone();
        begun.getLast().complete(false);
        assertThat(begun).hasSize(2);
        assertThat(done).isCompleted();
    }

    @Test
    void aFailureEndsIt() {
        IOException late = new IOException("late");
        CompletableFuture<Boolean> step = new CompletableFuture<>();
        CompletableFuture<Void> done = AsyncLoop.whileTrue(() -> step);
        step.completeExceptionally(late);
        assertThat(done).failsWithin(Duration.ZERO).withThrowableThat().withCause(late);

        assertThat(AsyncLoop.whileTrue(() -> {
                    throw new IllegalStateException("early");
                }))
                .isCompletedExceptionally();
    }
}
