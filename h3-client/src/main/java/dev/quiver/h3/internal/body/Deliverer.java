package dev.quiver.h3.internal.body;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Where responses are handed to their subscribers. */
public interface Deliverer extends Executor {
    /** As {@link #execute}, from an event loop that is in the middle of its work: better late and together than at once. */
    void deliverSoon(Runnable task, ScheduledExecutorService loop);

    /** Whether the calling thread will turn this loop itself, right after what it is about to do. */
    default boolean turns(ScheduledExecutorService loop) {
        return false;
    }
}
