package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.body.Deliverer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;

/**
 * Delivers on the thread that waits in {@code send}, which has nothing else to do: no other thread need be woken. Once it
 * has its response, what is left of the body goes the usual way.
 */
final class CallerDeliverer implements Deliverer {
    private final Deliverer afterwards;
    private final Thread caller = Thread.currentThread();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean left;

    CallerDeliverer(Deliverer afterwards) {
        this.afterwards = afterwards;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (left) {
            passOn();
        } else {
            LockSupport.unpark(caller);
        }
    }

    @Override
    public void deliverSoon(Runnable task, ScheduledExecutorService loop) {
        if (left) {
            afterwards.deliverSoon(task, loop);
        } else {
            execute(task);
        }
    }

    /** Wakes the caller to look at the future again. */
    void wake() {
        LockSupport.unpark(caller);
    }

    /** Runs what comes until the future is done. */
    void runUntil(Future<?> done) throws InterruptedException {
        try {
            while (!done.isDone()) {
                Runnable task = tasks.poll();
                if (task != null) {
                    task.run();
                } else {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (!done.isDone() && tasks.isEmpty()) {
                        LockSupport.park(this);
                    }
                }
            }
        } finally {
            left = true;
            passOn();
        }
    }

    private void passOn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            afterwards.execute(task);
        }
    }
}
