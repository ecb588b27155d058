package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.body.Deliverer;
import dev.quiver.quic.internal.spi.GuestLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers on the thread that waits in {@code send}, which has nothing else to do: no other thread need be woken. While it
 * waits it turns the event loop by itself, where that has room. Once it has its response, what is left of the body goes the
 * usual way.
 */
final class CallerDeliverer implements Deliverer {
    private static final Runnable NOTHING = () -> {};

    private final Deliverer afterwards;
    private final Thread caller = Thread.currentThread();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean left;
    private volatile @Nullable GuestLoop turning;

    // The caller's only.
    private @Nullable ScheduledExecutorService loop;
    private boolean owesTurn;

    CallerDeliverer(Deliverer afterwards) {
        this.afterwards = afterwards;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (left) {
            passOn();
        } else {
            wake();
        }
    }

    @Override
    public void deliverSoon(Runnable task, ScheduledExecutorService from) {
        if (left) {
            afterwards.deliverSoon(task, from);
            return;
        }
        tasks.add(task);
        if (left) {
            passOn();
        } else if (Thread.currentThread() != caller) {
            // When the loop has read all that there was to read: the caller wakes once, for head, body and end.
            try {
                from.execute(this::wake);
            } catch (RejectedExecutionException ended) {
                wake();
            }
        }
    }

    @Override
    public boolean turns(ScheduledExecutorService of) {
        if (left || Thread.currentThread() != caller || !(of instanceof GuestLoop) || virtual(caller)) {
            return false;
        }
        if (loop != of) {
            leaveLoop();
            loop = of;
        }
        owesTurn = true;
        return true;
    }

    /** Nothing more is wanted of the loop that was turned, and nothing owed to it. */
    private void leaveLoop() {
        if (loop != null && loop instanceof GuestLoop host) {
            host.noBorrower();
            if (owesTurn) {
                nudge(loop);
            }
        }
    }

    /** In the loop a virtual thread would keep its carrier from all others. */
    private static boolean virtual(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("VirtualThreads");
    }

    /** Wakes the caller to look at the future again. */
    void wake() {
        if (Thread.currentThread() == caller) {
            return;
        }
        LockSupport.unpark(caller);
        if (turning instanceof ScheduledExecutorService turned) {
            nudge(turned);
        }
    }

    private static void nudge(ScheduledExecutorService loop) {
        try {
            loop.execute(NOTHING);
        } catch (RejectedExecutionException ended) {
            // Then nobody sleeps in it.
        }
    }

    /** Runs what comes until the future is done. */
    void runUntil(Future<?> done) throws InterruptedException {
        BooleanSupplier enough = () -> done.isDone() || !tasks.isEmpty();
        while (!done.isDone()) {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
                continue;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!turned(enough) && !enough.getAsBoolean()) {
                LockSupport.park(this);
            }
        }
    }

    private boolean turned(BooleanSupplier enough) {
        if (!(loop instanceof GuestLoop host)) {
            return false;
        }
        turning = host;
        try {
            boolean turned = enough.getAsBoolean() && !owesTurn || host.borrow(enough);
            owesTurn = false;
            return turned;
        } catch (RejectedExecutionException ended) {
            loop = null;
            owesTurn = false;
            return false;
        } finally {
            turning = null;
        }
    }

    /** The caller has what it waited for, or gives up. */
    void leave() {
        left = true;
        leaveLoop();
        passOn();
    }

    private void passOn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            afterwards.execute(task);
        }
    }
}
