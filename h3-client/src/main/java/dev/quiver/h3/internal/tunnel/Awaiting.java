package dev.quiver.h3.internal.tunnel;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One reader at a time, who waits until there is something to read. Safe to use from any thread. */
final class Awaiting<T extends @Nullable Object> {
    private final Predicate<CompletableFuture<T>> source;
    private final OffLoop offLoop;
    private @Nullable CompletableFuture<T> waiting;

    /** @param source completes the future it is given, or says that there is nothing yet */
    Awaiting(Predicate<CompletableFuture<T>> source, OffLoop offLoop) {
        this.source = source;
        this.offLoop = offLoop;
    }

    CompletableFuture<T> ask() {
        CompletableFuture<T> asked = new CompletableFuture<>();
        synchronized (this) {
            if (waiting != null) {
                return CompletableFuture.failedFuture(new IllegalStateException("a read waits already"));
            }
            // Nobody depends on it yet, so that it may be completed under the lock.
            if (source.test(asked)) {
                return asked;
            }
            waiting = asked;
        }
        return offLoop.of(asked);
    }

    /** There may be something new. */
    void wake() {
        CompletableFuture<T> found = new CompletableFuture<>();
        CompletableFuture<T> to;
        synchronized (this) {
            to = waiting;
            if (to == null || !source.test(found)) {
                return;
            }
            waiting = null;
        }
        found.whenComplete((value, error) -> {
            if (error == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(error);
            }
        });
    }
}
