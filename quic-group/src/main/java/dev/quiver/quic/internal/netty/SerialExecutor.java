package dev.quiver.quic.internal.netty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks one at a time and in order on an executor that may have many threads. */
final class SerialExecutor implements Executor {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    private final Executor executor;
    private final boolean insists;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(Executor executor) {
        this(executor, false);
    }

    /** @param insists whether tasks run on the thread that brings them when the executor refuses; else they are dropped */
    SerialExecutor(Executor executor, boolean insists) {
        this.executor = executor;
        this.insists = insists;
    }

    @Override
    public void execute(Runnable task) {
        enqueue(task);
        start();
    }

    /** Puts a task in its place without running anything, so that a lock may be held; {@link #start} has to follow. */
    void enqueue(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
        }
    }

    /** Runs what is enqueued. */
    void start() {
        synchronized (tasks) {
            if (running || tasks.isEmpty()) {
                return;
            }
            running = true;
        }
        submit();
    }

    private void submit() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            if (insists) {
                drain();
                return;
            }
            synchronized (tasks) {
                tasks.clear();
                running = false;
            }
            LOG.log(System.Logger.Level.WARNING, "the executor given to a QUIC group refuses its handlers", e);
        }
    }

    private void drain() {
        // A fair share, then back to the end of the executor's own queue.
        for (int i = 0; i < 64; i++) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "a handler given to a QUIC group failed", e);
            }
        }
        submit();
    }
}
