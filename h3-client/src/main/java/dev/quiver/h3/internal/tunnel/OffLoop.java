package dev.quiver.h3.internal.tunnel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Completes futures where their dependents may block. */
record OffLoop(Executor executor) {
    /** The same future, completed on the executor; or itself, if it is done. */
    <T> CompletableFuture<T> of(CompletableFuture<T> inner) {
        if (inner.isDone()) {
            return inner;
        }
        CompletableFuture<T> outer = new CompletableFuture<>();
        inner.whenComplete((value, error) -> run(() -> {
            if (error == null) {
                outer.complete(value);
            } else {
                outer.completeExceptionally(error);
            }
        }));
        return outer;
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException shutDown) {
            task.run();
        }
    }
}
