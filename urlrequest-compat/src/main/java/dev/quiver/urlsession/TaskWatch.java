package dev.quiver.urlsession;

import dev.quiver.urlsession.TaskTimeouts.Action;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a task's time-outs tick on a clock. Thread-safe; tells of expiry once, on the clock's thread. */
final class TaskWatch {
    private final ScheduledExecutorService clock;
    private final TaskTimeouts timeouts;
    private final Consumer<String> onExpiry;
    private @Nullable ScheduledFuture<?> alarm;
    private boolean stopped;

    TaskWatch(ScheduledExecutorService clock, TaskTimeouts timeouts, Consumer<String> onExpiry) {
        this.clock = clock;
        this.timeouts = timeouts;
        this.onExpiry = onExpiry;
    }

    synchronized void moved() {
        timeouts.progress(System.nanoTime());
    }

    void listening(boolean waited) {
        synchronized (this) {
            timeouts.listening(waited, System.nanoTime());
        }
        if (waited) {
            look();
        }
    }

    synchronized void suspend() {
        timeouts.suspend(System.nanoTime());
    }

    void resume() {
        synchronized (this) {
            timeouts.resume(System.nanoTime());
        }
        look();
    }

    synchronized void stop() {
        stopped = true;
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** Asks the clocks what to do, and does it. */
    void look() {
        String expired = null;
        synchronized (this) {
            if (stopped) {
                return;
            }
            if (alarm != null) {
                alarm.cancel(false);
            }
            Action action = timeouts.at(System.nanoTime());
            if (action instanceof Action.Wait wait) {
                alarm = clock.schedule(this::look, wait.nanos(), TimeUnit.NANOSECONDS);
            } else if (action instanceof Action.Expire expire) {
                stopped = true;
                expired = expire.reason();
            }
        }
        if (expired != null) {
            onExpiry.accept(expired);
        }
    }
}
