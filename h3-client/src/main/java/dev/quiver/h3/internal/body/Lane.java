package dev.quiver.h3.internal.body;

import dev.quiver.quic.internal.spi.GuestLoop;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs small tasks of event loops on an executor, many to one of the executor's tasks: waking a thread for each response
 * would cost more than the response. A task that blocks or is slow holds nobody up for long: while tasks wait and get on
 * slowly, one more of the executor's threads is asked to help each millisecond.
 */
public final class Lane implements Deliverer {
    private static final long PATIENCE_MICROS = 1_000;
    /** How long a guest may keep an event loop from its sockets while there is more to do. */
    private static final long VISIT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final int MAX_WORKERS = 1_000;

    /** Tasks begun within the patience that show that all are short: another thread would cost more than it does. */
    static final int BRISK = 50;

    private final Executor executor;
    private final boolean guests;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final LongAdder begun = new LongAdder();
    private final AtomicBoolean soon = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();

    /** On this executor alone. */
    public Lane(Executor executor) {
        this(executor, false);
    }

    /** @param guests whether tasks may also run on threads of event loops that take {@linkplain GuestLoop guests} */
    public Lane(Executor executor, boolean guests) {
        this.executor = executor;
        this.guests = guests;
    }

    @Override
    public void deliverSoon(Runnable task, ScheduledExecutorService loop) {
        waiting.add(task);
        if (!soon.get() && soon.compareAndSet(false, true)) {
            try {
                // Runs when the loop has read all that there was to read.
                loop.execute(() -> deliver(loop));
            } catch (RejectedExecutionException ended) {
                soon.set(false);
                addWorker();
            }
        }
    }

    private void deliver(ScheduledExecutorService loop) {
        soon.set(false);
        if (waiting.isEmpty()) {
            return;
        }
        if (workers.get() == 0) {
            if (guests && loop instanceof GuestLoop host && host.invite(new Visit(loop))) {
                workers.incrementAndGet();
                return;
            }
            addWorker();
        }
        lookAfter(loop);
    }

    private void lookAfter(ScheduledExecutorService loop) {
        if (watching.compareAndSet(false, true)) {
            watchLater(loop);
        }
    }

    private void lookAfterFromOutside(ScheduledExecutorService loop) {
        if (watching.compareAndSet(false, true)) {
            try {
                loop.execute(() -> watchLater(loop));
            } catch (RejectedExecutionException ended) {
                watchLater(loop);
            }
        }
    }

    private void watchLater(ScheduledExecutorService loop) {
        long before = begun.sum();
        Runnable watch = () -> watch(loop, before);
        if (loop instanceof EventExecutorGroup events && events.isShuttingDown()) {
            watchWithout(watch);
            return;
        }
        try {
            var timer = loop.schedule(watch, PATIENCE_MICROS, TimeUnit.MICROSECONDS);
            if (timer instanceof Future<?> known) {
                known.addListener(over -> {
                    if (over.isCancelled()) {
                        watchWithout(watch);
                    }
                });
            }
        } catch (RejectedExecutionException ended) {
            watchWithout(watch);
        }
    }

    /** The loop ends, and its timers with it; those who wait need somebody to look after them all the same. */
    private static void watchWithout(Runnable watch) {
        CompletableFuture.delayedExecutor(PATIENCE_MICROS, TimeUnit.MICROSECONDS)
                .execute(watch);
    }

    private void watch(ScheduledExecutorService loop, long before) {
        if (waiting.isEmpty()) {
            watching.set(false);
            if (!waiting.isEmpty() && watching.compareAndSet(false, true)) {
                watchLater(loop);
            }
            return;
        }
        if (begun.sum() - before < BRISK) {
            addWorker();
        }
        watchLater(loop);
    }

    /** Runs it in a task of its own, with what else waits. */
    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        addWorker();
    }

    private void addWorker() {
        if (workers.getAndIncrement() >= MAX_WORKERS) {
            workers.decrementAndGet();
            return;
        }
        startWork();
    }

    private void startWork() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException refused) {
            // The caller's executor was shut down before the client: those who wait must still hear.
            ForkJoinPool.commonPool().execute(this::work);
        }
    }

    private void work() {
        while (step()) {
            // Each step runs one task.
        }
    }

    /** Runs the next task of a worker; false if there is none, and the worker gone with it. */
    private boolean step() {
        Runnable task = waiting.poll();
        while (task == null) {
            workers.decrementAndGet();
            // What came between the poll and the count would otherwise see a worker that is leaving.
            if (waiting.isEmpty() || workers.get() > 0 || !workers.compareAndSet(0, 1)) {
                return false;
            }
            task = waiting.poll();
        }
        begun.increment();
        try {
            task.run();
        } catch (Throwable thrown) {
            uncaught(thrown);
        }
        return true;
    }

    private static void uncaught(Throwable thrown) {
        try {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
        } catch (Throwable ignored) {
            // As where a thread ends by what it throws; the worker goes on.
        }
    }

    /** A worker that is an event loop's guest. */
    private final class Visit implements GuestLoop.Guest {
        private final ScheduledExecutorService loop;

        Visit(ScheduledExecutorService loop) {
            this.loop = loop;
        }

        @Override
        public boolean visit() {
            long until = System.nanoTime() + VISIT_NANOS;
            while (step()) {
                if (System.nanoTime() - until >= 0 && !waiting.isEmpty()) {
                    lookAfterFromOutside(loop);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void overdue() {
            lookAfter(loop);
        }

        @Override
        public void turnedAway() {
            startWork();
        }
    }
}
