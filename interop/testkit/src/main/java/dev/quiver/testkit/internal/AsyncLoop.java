package dev.quiver.testkit.internal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Repeats an asynchronous step, however often, without growing the stack when steps are done at once. */
public final class AsyncLoop {
    private final Supplier<CompletableFuture<Boolean>> step;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private AsyncLoop(Supplier<CompletableFuture<Boolean>> step) {
        this.step = step;
    }

    /** Repeats the step until it says false. */
    public static CompletableFuture<Void> whileTrue(Supplier<CompletableFuture<Boolean>> step) {
        AsyncLoop loop = new AsyncLoop(step);
        loop.turn();
        return loop.done;
    }

    private void turn() {
        while (!done.isDone()) {
            CompletableFuture<Boolean> next;
            try {
                next = step.get();
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
                return;
            }
            if (!next.isDone()) {
                next.whenComplete((more, error) -> {
                    took(next);
                    turn();
                });
                return;
            }
            took(next);
        }
    }

    private void took(CompletableFuture<Boolean> step) {
        step.whenComplete((more, error) -> {
            if (error != null) {
                done.completeExceptionally(error);
            } else if (!more) {
                done.complete(null);
            }
        });
    }
}
