package dev.quiver.urlsession;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What a session's time-outs tick on: one thread, which goes when nothing is waited for. */
final class SessionClock {
    private final ScheduledThreadPoolExecutor executor;

    SessionClock() {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "quiver-urlsession-clock");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    void stop() {
        executor.shutdownNow();
    }
}
