package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.GuestLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An event loop in which two threads take shifts. The keeper is Netty's thread for it, and never runs anything but the
 * loop. The runner comes with the first guest: it turns the loop as well, and between two turns, when it is not in the
 * loop and anyone may be, it runs the guests. The keeper looks in meanwhile, each {@link #PATIENCE}, and takes the loop back
 * from a runner whose guest does not come back. So code that blocks holds up the loop for two patiences at most, once in a
 * {@linkplain GuestPace while}, and code that does not costs no change of threads.
 *
 * <p>Only the thread in the seat is {@code inEventLoop()}. Taking the seat and leaving it hand over all that the loop holds.
 */
final class ShiftLoop extends SingleThreadIoEventLoop implements GuestLoop {
    /** How often the keeper looks whether a guest is back. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(1);
    /** After so many looks in which no guest came, the keeper sleeps until one does. */
    private static final int QUIET_LOOKS = 2;
    /** As Netty's own loops: as long as tasks may keep the loop from its sockets. */
    private static final long TASKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long RUNNER_LEAVES_MILLIS = 1_000;

    private static final AtomicReferenceFieldUpdater<ShiftLoop, Thread> SEAT =
            AtomicReferenceFieldUpdater.newUpdater(ShiftLoop.class, Thread.class, "seat");

    private final ThreadFactory runners;
    private volatile @Nullable Thread seat;

    // Only who is in the seat touches these.
    private final ArrayDeque<Guest> invited = new ArrayDeque<>(2);
    private final ArrayDeque<Runnable> ends = new ArrayDeque<>(2);
    private final GuestPace pace = new GuestPace();
    private @Nullable Thread runner;

    // Written in the seat, and read from outside it.
    /** Odd while a guest is there. */
    private final AtomicInteger visits = new AtomicInteger();

    private volatile @Nullable Guest visitor;
    private volatile @Nullable Throwable broken;

    /** The guest for whom the runner is called, until it comes. */
    private final AtomicReference<@Nullable Guest> called = new AtomicReference<>();

    private volatile @Nullable Thread keeper;
    private volatile boolean keeperLooks;
    private volatile boolean runnerIsFree = true;
    private volatile boolean over;

    ShiftLoop(IoEventLoopGroup parent, Executor threads, IoHandlerFactory io, ThreadFactory runners) {
        super(parent, threads, io);
        this.runners = runners;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == seat;
    }

    // ---- the keeper

    @Override
    protected void run() {
        Thread self = Thread.currentThread();
        keeper = self;
        seat = self;
        ioHandler().initialize();
        do {
            turn();
            if (!invited.isEmpty()) {
                handOver(self);
            }
        } while (!confirmShutdown());
        over = true;
        endRunner();
    }

    /** Lets the runner have the loop until it is late, or leaves. */
    private void handOver(Thread self) {
        Guest first = invited.poll();
        visitor = first;
        visits.incrementAndGet();
        runnerIsFree = false;
        keeperLooks = true;
        Thread other = runner;
        seat = null;
        // Not before: the runner could be back at a seat that is still taken.
        called.set(first);
        LockSupport.unpark(other);
        int seen = visits.get();
        long since = System.nanoTime();
        int quiet = 0;
        while (true) {
            if (quiet < QUIET_LOOKS || isShuttingDown()) {
                LockSupport.parkNanos(this, PATIENCE);
            } else {
                keeperLooks = false;
                if (visits.get() == seen && seat != null && !isShuttingDown()) {
                    LockSupport.park(this);
                }
                keeperLooks = true;
            }
            int now = visits.get();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
                quiet = 0;
            } else if (seat != null) {
                quiet++;
            } else if (((now & 1) == 0 || System.nanoTime() - since >= PATIENCE) && sit(self)) {
                takeBack();
                return;
            }
        }
    }

    /** The keeper is in the seat again. */
    private void takeBack() {
        Guest late = visitor;
        visitor = null;
        if ((visits.get() & 1) != 0) {
            visits.incrementAndGet();
            if (called.get() == null) {
                pace.late(System.nanoTime());
            } // else the runner has not got a processor yet, which is not the guest's fault
            if (late != null) {
                late.overdue();
            }
        }
        for (Guest next = invited.poll(); next != null; next = invited.poll()) {
            next.turnedAway();
        }
        Throwable cause = broken;
        if (cause != null) {
            throw new IllegalStateException("the event loop failed", cause);
        }
    }

    private void endRunner() {
        Thread last = runner;
        if (last == null) {
            return;
        }
        LockSupport.unpark(last);
        if (runnerIsFree) {
            try {
                last.join(RUNNER_LEAVES_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---- the runner

    private void stayReady() {
        while (true) {
            Guest first = called.getAndSet(null);
            if (first != null) {
                serve(Thread.currentThread(), first);
                runnerIsFree = true;
            } else if (over) {
                return;
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** Runs guests, and the loop between them, until a guest was late or the loop ends. */
    private void serve(Thread self, Guest first) {
        Guest guest = first;
        while (guest != null) {
            boolean again = visit(guest);
            if (!sit(self)) {
                // The keeper went on without it.
                if (again) {
                    guest.turnedAway();
                }
                return;
            }
            visits.incrementAndGet();
            if (again) {
                invited.add(guest);
            }
            try {
                do {
                    turn();
                } while (invited.isEmpty() && !isShuttingDown());
            } catch (Throwable unexpected) {
                broken = unexpected;
            }
            guest = broken == null && !isShuttingDown() ? invited.poll() : null;
            visitor = guest;
            if (guest != null) {
                visits.incrementAndGet();
            }
            seat = null;
            if (guest == null || !keeperLooks) {
                keeperLooks = true;
                LockSupport.unpark(keeper);
            }
        }
    }

    private static boolean visit(Guest guest) {
        try {
            return guest.visit();
        } catch (Throwable thrown) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
            return false;
        } finally {
            // Meant for the guest, if for anybody; the loop must not see it.
            boolean unused = Thread.interrupted();
        }
    }

    // ---- both

    private boolean sit(Thread self) {
        return SEAT.compareAndSet(this, null, self);
    }

    private void turn() {
        int left = ends.size();
        if (hasTasks()) {
            runAllTasks(TASKS_NANOS);
        }
        settle(left);
        if (!invited.isEmpty()) {
            // Looks at the sockets without waiting for them.
            lazyExecute(() -> {});
        }
        runIo();
        if (isShuttingDown()) {
            ioHandler().prepareToDestroy();
        }
        runAllTasks(TASKS_NANOS);
        if (invited.isEmpty()) {
            settle(ends.size());
        }
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            ends.remove().run();
        }
    }

    /**
     * Runs it at the end of this turn; where guests come then, after them and what they gave the loop to do. In the seat
     * only.
     */
    void atTheEnd(Runnable task) {
        ends.add(task);
    }

    @Override
    public boolean invite(Guest guest) {
        if (isShuttingDown()) {
            return false;
        }
        if (seat == keeper) {
            if (!runnerIsFree || !pace.open(System.nanoTime())) {
                return false;
            }
            if (runner == null) {
                Thread made = runners.newThread(this::stayReady);
                made.start();
                runner = made;
            }
        }
        invited.add(guest);
        return true;
    }
}
