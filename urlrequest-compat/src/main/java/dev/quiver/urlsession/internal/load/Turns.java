package dev.quiver.urlsession.internal.load;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs steps one at a time, in the order in which they came, on whichever thread comes first: a step that comes while
 * another runs, on that thread or elsewhere, is run after it by the thread that is at it.
 */
public final class Turns {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Runs this step in its turn, now or later. What it throws is the thrower's bug and goes up. */
    public void take(Runnable step) {
        waiting.add(step);
        if (count.getAndIncrement() > 0) {
            return;
        }
        do {
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        } while (count.decrementAndGet() > 0);
    }
}
