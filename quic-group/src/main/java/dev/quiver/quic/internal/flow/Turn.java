package dev.quiver.quic.internal.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one step again and again as it is woken, never two at once and never nested, so that the step may keep its state
 * in plain fields. A wake during a run, from within it too, makes one more run; none is lost.
 */
public final class Turn {
    private final Executor executor;
    private final Runnable step;
    private final AtomicInteger wakes = new AtomicInteger();

    /**
     * @param executor where the step runs; {@code Runnable::run} for whichever thread wakes it
     * @param step must not throw
     */
    public Turn(Executor executor, Runnable step) {
        this.executor = executor;
        this.step = step;
    }

    /**
     * Makes the step run once more.
     *
     * @throws RejectedExecutionException if the executor refuses; the step may then be run by {@link #here()}
     */
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    /** Runs the step on this thread: for the last words after the executor has refused it, and only then. */
    public void here() {
        run();
    }

    private void run() {
        int seen = wakes.get();
        while (seen != 0) {
            step.run();
            seen = wakes.addAndGet(-seen);
        }
    }
}
