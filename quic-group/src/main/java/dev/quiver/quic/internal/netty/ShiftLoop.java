package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.GuestLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An event loop in which two threads take shifts. The keeper is Netty's thread for it, and never runs anything but the
 * loop. The runner comes with the first guest: it turns the loop as well, and between two turns, when it is not in the
 * loop and anyone may be, it runs the guests. The keeper looks in meanwhile, each {@link #PATIENCE}, and takes the loop back
 * from a runner whose guest does not come back. So code that blocks holds up the loop for two patiences at most, once in a
 * {@linkplain GuestPace while}, and code that does not costs no change of threads. A thread of the caller's that waits for the
 * only call under way may borrow the loop too; it leaves it empty, for its next call or for the keeper's next look.
 *
 * <p>Only the thread in the seat is {@code inEventLoop()}. Taking the seat and leaving it hand over all that the loop holds.
 */
final class ShiftLoop extends TurnedLoop implements GuestLoop {
    /** How often the keeper looks whether a guest is back. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(1);
    /** After so many looks in which no guest came, the keeper sleeps until one does. */
    private static final int QUIET_LOOKS = 2;

    private static final long RUNNER_LEAVES_MILLIS = 1_000;

    private static final AtomicReferenceFieldUpdater<ShiftLoop, Thread> SEAT =
            AtomicReferenceFieldUpdater.newUpdater(ShiftLoop.class, Thread.class, "seat");

    private final ThreadFactory runners;
    private volatile @Nullable Thread seat;

    // Only who is in the seat touches these.
    private final ArrayDeque<Guest> invited = new ArrayDeque<>(2);
    private final GuestPace pace = new GuestPace();
    private final GuestPace lending = new GuestPace();
    private int calls;
    private @Nullable BooleanSupplier borrowed;

    // Written in the seat, and read from outside it.
    /** Odd while the seat is left for a guest, or by a borrower. */
    private final AtomicInteger visits = new AtomicInteger();

    private volatile @Nullable Thread runner;
    private volatile @Nullable Guest visitor;
    private volatile @Nullable Throwable broken;

    /** The guest for whom the runner is called, until it comes. */
    private final AtomicReference<@Nullable Guest> called = new AtomicReference<>();

    private volatile @Nullable Thread keeper;
    private volatile boolean keeperLooks;
    private volatile boolean reclaimed;
    private volatile @Nullable Thread borrower;
    private volatile boolean runnerIsFree = true;
    private volatile boolean over;

    ShiftLoop(IoEventLoopGroup parent, Executor threads, IoHandlerFactory handlers, ThreadFactory runners) {
        super(parent, threads, handlers);
        this.runners = runners;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == seat;
    }

    @Override
    public void execute(Runnable task) {
        super.execute(task);
        if (seat == null && visitor == null) {
            // It was left by a borrower, and nobody sleeps in it who could be woken.
            LockSupport.unpark(keeper);
        }
    }

    // ---- the keeper

    @Override
    protected void run() {
        Thread self = Thread.currentThread();
        seat = self;
        ioHandler().initialize();
        keeper = self;
        boolean whole = false;
        try {
            do {
                turn();
                if (!invited.isEmpty()) {
                    makeRoom(self, invited.poll());
                } else if (lends()) {
                    makeRoom(self, null);
                }
            } while (!confirmShutdown());
            whole = true;
        } finally {
            if (!whole) {
                giveUp();
            }
            over = true;
            endRunner();
        }
    }

    /** An error ends the loop: who waits for it must hear. */
    private void giveUp() {
        turnAway();
        try {
            ioHandler().prepareToDestroy();
        } catch (Throwable further) {
            // The first one is told.
        }
    }

    private void turnAway() {
        for (Guest next = invited.poll(); next != null; next = invited.poll()) {
            GuestCalls.turnAway(next);
        }
    }

    /** Lets the runner with its guest, or the borrower, have the loop until it is late or leaves. */
    private void makeRoom(Thread self, @Nullable Guest first) {
        keeperLooks = true;
        if (first != null) {
            callRunner(first);
        } else {
            lend();
        }
        int seen = visits.get();
        long since = System.nanoTime();
        int quiet = 0;
        while (true) {
            if (quiet < QUIET_LOOKS || isShuttingDown()) {
                LockSupport.parkNanos(this, PATIENCE);
            } else if (!runs(seat)) {
                reclaim();
            } else {
                keeperLooks = false;
                if (visits.get() == seen && seat != null && !isShuttingDown()) {
                    LockSupport.park(this);
                }
                keeperLooks = true;
            }
            // Whoever interrupted it: with the flag set it would not sleep.
            boolean unused = Thread.interrupted();
            int now = visits.get();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
                quiet = 0;
            } else if (seat != null) {
                quiet++;
            } else if (((now & 1) == 0 || waited() || System.nanoTime() - since >= PATIENCE) && sit(self)) {
                takeBack();
                return;
            }
        }
    }

    /** Whether there is something to do, and nobody about to come back and do it. */
    private boolean waited() {
        return visitor == null && pendingTasks() > 0;
    }

    /** Whether this is not a borrower's seat. */
    private boolean runs(@Nullable Thread sitting) {
        return sitting == null || sitting == runner;
    }

    /** Who borrows the loop waits for something that does not come soon: that is the keeper's to do. */
    private void reclaim() {
        reclaimed = true;
        execute(() -> {});
        LockSupport.parkNanos(this, PATIENCE);
    }

    /** The keeper is in the seat again. */
    private void takeBack() {
        Guest late = enter();
        if (late != null) {
            // If the runner has not got a processor yet, that is not the guest's fault.
            if (called.get() == null) {
                pace.late(System.nanoTime());
            }
            GuestCalls.overdue(late);
        }
        if (reclaimed) {
            reclaimed = false;
            lending.late(System.nanoTime());
        }
        turnAway();
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
            } else if (over && runnerIsFree) {
                return;
            } else {
                LockSupport.park(this);
                // Meant for a guest that has left: with the flag set the thread would not sleep.
                boolean unused = Thread.interrupted();
            }
        }
    }

    /** Runs guests, and the loop between them, until a guest was late or the loop ends. */
    private void serve(Thread self, Guest first) {
        Guest guest = first;
        while (guest != null) {
            boolean again = GuestCalls.visit(guest);
            if (!sit(self)) {
                // Another went on without it.
                if (again) {
                    GuestCalls.turnAway(guest);
                }
                return;
            }
            enter();
            if (again) {
                invited.add(guest);
            }
            turnWhile(() -> invited.isEmpty() && !lends());
            guest = ends() ? null : invited.poll();
            if (guest != null) {
                visitor = guest;
                leave();
            } else if (ends()) {
                leaveForGood();
            } else {
                lend();
            }
        }
    }

    // ---- who borrows the loop

    @Override
    public boolean borrow(BooleanSupplier enough) {
        Thread self = Thread.currentThread();
        if ((visits.get() & 1) == 0 || self == runner || !sit(self)) {
            if (borrower == null && self != runner) {
                borrower = self;
            }
            // Whoever sleeps in the loop looks up.
            execute(() -> {});
            return false;
        }
        Guest beside = enter();
        if (beside != null) {
            // It may take long, and the keeper does not see it any more.
            GuestCalls.overdue(beside);
        }
        noBorrower();
        borrowed = enough;
        turnWhile(() -> calls <= 1 && invited.isEmpty() && !reclaimed && !enough.getAsBoolean());
        borrowed = null;
        Guest guest = ends() || !runnerIsFree ? null : invited.poll();
        if (guest != null) {
            callRunner(guest);
        } else if (ends() || reclaimed || !invited.isEmpty() || calls > 0) {
            leaveForGood();
        } else {
            leave();
        }
        return true;
    }

    @Override
    public void noBorrower() {
        if (borrower == Thread.currentThread()) {
            borrower = null;
        }
    }

    @Override
    public void underWay(int more) {
        calls += more;
    }

    /** The same, on whatever loop and from any thread. */
    static void underWay(EventLoop loop, int more) {
        if (loop instanceof ShiftLoop shifts) {
            OnLoop.run(loop, () -> shifts.underWay(more));
        }
    }

    /** Whether somebody wants the loop, and nobody would wait for it to come back. */
    private boolean lends() {
        return borrower != null && calls <= 1 && !isShuttingDown() && lending.open(System.nanoTime());
    }

    // ---- both

    /**
     * The caller sat down.
     *
     * @return for which guest the seat was left, if any
     */
    private @Nullable Guest enter() {
        Guest visited = visitor;
        visitor = null;
        visits.set((visits.get() | 1) + 1);
        return visited;
    }

    /** Leaves the seat to whoever comes next; the keeper looks. */
    private void leave() {
        visits.set(visits.get() | 1);
        seat = null;
        if (!keeperLooks) {
            keeperLooks = true;
            LockSupport.unpark(keeper);
        }
    }

    /** Leaves the seat to who asked for it; who does not come in time has to ask again. */
    private void lend() {
        Thread asked = borrower;
        borrower = null;
        leave();
        LockSupport.unpark(asked);
    }

    /** Leaves the seat to the keeper. */
    private void leaveForGood() {
        seat = null;
        LockSupport.unpark(keeper);
    }

    private void callRunner(Guest guest) {
        visitor = guest;
        runnerIsFree = false;
        Thread other = runner;
        leave();
        // Not before: the runner could be back at a seat that is still taken.
        called.set(guest);
        LockSupport.unpark(other);
    }

    private boolean ends() {
        return broken != null || isShuttingDown();
    }

    private void turnWhile(BooleanSupplier more) {
        try {
            do {
                turn();
            } while (!isShuttingDown() && more.getAsBoolean());
        } catch (Throwable unexpected) {
            broken = unexpected;
        }
    }

    /** Whether guests, or the borrower who has what it waited for, are kept waiting by the turn. */
    @Override
    protected boolean hurries() {
        BooleanSupplier enough = borrowed;
        return !invited.isEmpty() || enough != null && enough.getAsBoolean();
    }

    private boolean sit(Thread self) {
        return SEAT.compareAndSet(this, null, self);
    }

    @Override
    public boolean invite(Guest guest) {
        if (isShuttingDown()) {
            return false;
        }
        if (seat != runner) {
            if (!runnerIsFree || !pace.open(System.nanoTime())) {
                return false;
            }
            if (runner == null && !hireRunner()) {
                return false;
            }
        }
        invited.add(guest);
        return true;
    }

    private boolean hireRunner() {
        try {
            Thread made = runners.newThread(this::stayReady);
            made.start();
            runner = made;
            return true;
        } catch (Throwable noThread) {
            // The process has no more: the executor's may be there.
            return false;
        }
    }
}
