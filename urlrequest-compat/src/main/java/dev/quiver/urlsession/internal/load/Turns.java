package dev.quiver.urlsession.internal.load;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps one at a time, in the order in which they came, on whichever thread comes first: a step that comes while
 * another runs, on that thread or elsewhere, is run after it by the thread that is at it.
 */
public final class Turns {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Runs this step in its turn, now or later. One that throws keeps no other from its turn; the first of what was thrown
     * goes up to the caller whose thread was at it.
     */
    public void take(Runnable step) {
        waiting.add(step);
        if (count.getAndIncrement() > 0) {
            return;
        }
        Throwable thrown = null;
        do {
            Runnable next = waiting.poll();
            try {
                if (next != null) {
                    next.run();
                }
            } catch (RuntimeException | Error failure) {
                thrown = thrown == null ? failure : thrown;
            }
        } while (count.decrementAndGet() > 0);
        raise(thrown);
    }

    private static void raise(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException failure) {
            throw failure;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}
