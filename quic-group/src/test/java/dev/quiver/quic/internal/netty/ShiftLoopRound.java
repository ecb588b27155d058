package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.GuestLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The life of one loop under all that can be done to it; keeps account of what went wrong. */
final class ShiftLoopRound {
    private static final int SENDERS = 3;
    private static final int BORROWERS = 2;
    private static final int TASKS = 1_500;
    private static final int CALLS = 150;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Random random;
    private final MultiThreadIoEventLoopGroup group;
    private final ShiftLoop loop;
    private final boolean interrupts;
    private final boolean early;
    private final ExecutorService elsewhere = Executors.newCachedThreadPool();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger timersSet = new AtomicInteger();
    private volatile @Nullable Thread runner;
    private volatile boolean ending;
    private volatile boolean over;

    // The loop's: neither volatile nor guarded, so that a seat that is handed over badly shows.
    private final int[] next = new int[SENDERS];
    private int timersRun;
    private boolean inside;

    ShiftLoopRound(long seed, IoHandlerFactory io, boolean interrupts) {
        this.random = new Random(seed);
        this.group = ShiftLoopTest.group(io);
        this.loop = (ShiftLoop) group.next();
        this.interrupts = interrupts;
        this.early = random.nextInt(3) == 0;
    }

    List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    void run() throws Exception {
        List<Thread> senders = new ArrayList<>();
        List<Thread> borrowers = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int number = i;
            Random own = new Random(random.nextLong());
            senders.add(new Thread(() -> send(number, own), "sender"));
        }
        for (int i = 0; i < BORROWERS; i++) {
            Random own = new Random(random.nextLong());
            borrowers.add(new Thread(() -> borrow(own), "borrower"));
        }
        Random own = new Random(random.nextLong());
        Thread nuisance = new Thread(() -> interrupt(borrowers, own), "nuisance");
        borrowers.forEach(Thread::start);
        senders.forEach(Thread::start);
        if (interrupts) {
            nuisance.start();
        }
        if (early) {
            LockSupport.parkNanos(random.nextInt(30_000_000));
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        for (Thread sender : senders) {
            joined(sender);
        }
        if (!early) {
            for (Thread borrower : borrowers) {
                joined(borrower);
            }
            settled();
        }
        ending = true;
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        check(loop.terminationFuture().await(PATIENCE_MILLIS), "the loop did not end");
        check(
                loop.terminationFuture().isSuccess(),
                "the loop failed: " + loop.terminationFuture().cause());
        over = true;
        joined(nuisance);
        for (Thread borrower : borrowers) {
            joined(borrower);
        }
        Thread last = runner;
        if (last != null) {
            joined(last);
        }
        elsewhere.shutdown();
        check(elsewhere.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), "guests did not leave");
        check(ended.get() == begun.get(), begun + " guests came and " + ended + " left");
    }

    /** Before the end, all that was given to the loop is done. */
    private void settled() throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean done = false;
        while (!done && System.nanoTime() - end < 0) {
            done = loop.submit(() -> {
                        boolean all = timersRun == timersSet.get();
                        for (int count : next) {
                            all &= count == TASKS;
                        }
                        return all;
                    })
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            LockSupport.parkNanos(1_000_000);
        }
        check(done, "tasks or timers were lost");
    }

    private void joined(Thread thread) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (thread.isAlive() && System.nanoTime() - end < 0) {
            if (over) {
                LockSupport.unpark(thread);
            }
            thread.join(10);
        }
        check(!thread.isAlive(), thread.getName() + " does not end: " + List.of(thread.getStackTrace()));
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            wrongs.add(wrong);
        }
    }

    // ---- in the loop

    private void inLoop(Runnable work) {
        check(loop.inEventLoop(), "a task outside of the loop");
        check(!inside, "two in the loop at once");
        inside = true;
        work.run();
        inside = false;
    }

    // ---- who gives the loop tasks

    private void send(int number, Random own) {
        try {
            for (int i = 0; i < TASKS; i++) {
                int task = i;
                int manners = own.nextInt(200);
                loop.execute(() -> inLoop(() -> {
                    check(next[number]++ == task, "a task out of order");
                    if (manners < 60) {
                        invite(manners);
                    }
                }));
                if (manners == 61) {
                    timersSet.incrementAndGet();
                    loop.schedule(() -> inLoop(() -> timersRun++), own.nextInt(3_000), TimeUnit.MICROSECONDS);
                } else if (manners < 70) {
                    LockSupport.parkNanos(own.nextInt(300_000));
                }
            }
        } catch (RejectedExecutionException shutDown) {
            check(early, "refused before the end");
        }
    }

    private void invite(int manners) {
        CompletableFuture<Void> behind = new CompletableFuture<>();
        invite(new Guest(manners, behind));
        if (manners == 4) {
            invite(new Guest(-1, behind));
        }
    }

    private void invite(Guest guest) {
        begun.incrementAndGet();
        if (!loop.invite(guest)) {
            guest.turnedAway();
        }
    }

    /** Is visited until it has enough, here or elsewhere. */
    private final class Guest implements GuestLoop.Guest {
        private final int manners;
        private final CompletableFuture<Void> behind;
        private int visits;

        Guest(int manners, CompletableFuture<Void> behind) {
            this.manners = manners;
            this.behind = behind;
        }

        @Override
        public boolean visit() {
            Thread current = Thread.currentThread();
            if (current.getName().startsWith("runner")) {
                runner = current;
                check(!current.isInterrupted() || interrupts, "a guest finds its thread interrupted");
                current.setUncaughtExceptionHandler((thread, thrown) -> {});
            }
            check(!loop.inEventLoop(), "a guest in the loop");
            visits++;
            boolean again = manners == 3 && visits < 4;
            if (!again) {
                check(ended.incrementAndGet() <= begun.get(), "a guest left twice");
            }
            behave();
            return again;
        }

        private void behave() {
            switch (manners) {
                case -1 -> behind.complete(null);
                case 0 -> LockSupport.parkNanos(3_000_000);
                case 1 -> Thread.currentThread().interrupt();
                case 2 -> throw new IllegalStateException("thrown for the test");
                case 4 -> waitFor(behind);
                case 5 -> {
                    CompletableFuture<Void> task = new CompletableFuture<>();
                    give(() -> inLoop(() -> task.complete(null)));
                    waitFor(task);
                }
                default -> give(() -> inLoop(() -> {}));
            }
        }

        private void waitFor(CompletableFuture<Void> other) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (!other.isDone() && !loop.isTerminated() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(200_000);
                boolean unused = Thread.interrupted();
            }
            check(System.nanoTime() - end < 0, "a guest waits for ever");
        }

        @Override
        public void overdue() {
            check(loop.inEventLoop(), "told outside of the loop");
        }

        @Override
        public void turnedAway() {
            elsewhere.execute(() -> {
                try {
                    while (visit()) {
                        Thread.onSpinWait();
                    }
                } catch (IllegalStateException thrown) {
                    // As it does.
                }
            });
        }
    }

    private void give(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException shutDown) {
            check(early || ending, "refused before the end");
        }
    }

    // ---- who borrows the loop

    private void borrow(Random own) {
        Thread self = Thread.currentThread();
        try {
            for (int i = 0; i < CALLS; i++) {
                CompletableFuture<Void> answer = new CompletableFuture<>();
                answer.thenRun(() -> LockSupport.unpark(self));
                int way = own.nextInt(8);
                long delay = own.nextInt(2_000);
                loop.lazyExecute(() -> inLoop(() -> {
                    loop.underWay(1);
                    answer(answer, way, delay);
                }));
                boolean owes = true;
                while (owes || !answer.isDone() && !over) {
                    boolean unused = Thread.interrupted();
                    boolean turned = loop.borrow(answer::isDone);
                    check(!loop.inEventLoop(), "still in the loop");
                    if (!turned && !answer.isDone() && !over) {
                        LockSupport.park(this);
                    }
                    owes = false;
                }
                loop.noBorrower();
                if (own.nextInt(4) == 0) {
                    LockSupport.parkNanos(own.nextInt(2_500_000));
                }
            }
        } catch (RejectedExecutionException shutDown) {
            check(early, "refused before the end");
        }
    }

    /** At once, after a while, or from elsewhere. */
    private void answer(CompletableFuture<Void> answer, int way, long delay) {
        switch (way) {
            case 0 ->
                loop.schedule(
                        () -> inLoop(() -> {
                            loop.underWay(-1);
                            answer.complete(null);
                        }),
                        delay,
                        TimeUnit.MICROSECONDS);
            case 1 ->
                elsewhere.execute(() -> {
                    answer.complete(null);
                    give(() -> loop.underWay(-1));
                });
            default -> {
                loop.underWay(-1);
                answer.complete(null);
            }
        }
    }

    // ---- who interrupts

    private void interrupt(List<Thread> borrowers, Random own) {
        while (!over) {
            Thread running = runner;
            Thread victim = running != null && own.nextBoolean() ? running : borrowers.get(own.nextInt(BORROWERS));
            victim.interrupt();
            LockSupport.parkNanos(own.nextInt(400_000));
        }
    }
}
