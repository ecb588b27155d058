package dev.quiver.quic;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Runs what blocks on virtual threads where the JVM has them, and on a thread each where it has not. */
final class Blocking {
    private static final Executor EXECUTOR = executor();

    private Blocking() {}

    interface Task {
        void run() throws Exception;
    }

    static CompletableFuture<Void> run(Task task) {
        return call(() -> {
            task.run();
            return null;
        });
    }

    static <T> CompletableFuture<T> call(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        EXECUTOR.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static Executor executor() {
        try {
            // Public since JDK 21; this is compiled for 17.
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return task -> {
                Thread thread = new Thread(task, "blocking");
                thread.setDaemon(true);
                thread.start();
            };
        }
    }
}
