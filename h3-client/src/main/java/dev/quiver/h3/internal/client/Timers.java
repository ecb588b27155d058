package dev.quiver.h3.internal.client;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The client's clock-watcher: one daemon thread, there only while there is something to wait for. */
final class Timers {
    /** As good as for ever; what is longer may be too long to be counted. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final ScheduledThreadPoolExecutor scheduler;

    Timers() {
        scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "quiver-h3-timer", 0, false);
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler.setKeepAliveTime(5, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
    }

    /** Runs a short task after a while. */
    Timer after(Duration delay, Runnable task) {
        return afterNanos(delay.compareTo(LONGEST) < 0 ? delay.toNanos() : LONGEST.toNanos(), task);
    }

    Timer afterNanos(long delay, Runnable task) {
        try {
            var future = scheduler.schedule(task, delay, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (java.util.concurrent.RejectedExecutionException shutDown) {
            return () -> {};
        }
    }

    void close() {
        scheduler.shutdownNow();
    }

    /** A task that may not have run yet. */
    interface Timer {
        void cancel();
    }
}
