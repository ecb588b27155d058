package dev.quiver.h3.internal.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a client runs the caller's code on when the caller names nothing else. */
final class DefaultExecutor {
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private DefaultExecutor() {}

    /** A virtual thread a task from Java 21 on, else a pool of daemons that grows with need, as the JDK's client has. */
    static ExecutorService make() {
        if (Runtime.version().feature() >= 21) {
            try {
                return (ExecutorService) MethodHandles.publicLookup()
                        .findStatic(
                                Executors.class,
                                "newVirtualThreadPerTaskExecutor",
                                MethodType.methodType(ExecutorService.class))
                        .invoke();
            } catch (Throwable absent) {
                // A runtime without them: platform threads do as well.
            }
        }
        String name = "quiver-h3-" + CLIENTS.incrementAndGet() + "-";
        AtomicInteger threads = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(null, task, name + threads.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        });
    }
}
