package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.internal.spi.GuestLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShiftLoopTest {
    private final MultiThreadIoEventLoopGroup group = group(NioIoHandler.newFactory());
    private final ShiftLoop loop = (ShiftLoop) group.next();

    /** One such loop. */
    static MultiThreadIoEventLoopGroup group(IoHandlerFactory factory) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("keeper", true), factory) {
            @Override
            protected IoEventLoop newChild(Executor threads, IoHandlerFactory io, Object... arguments) {
                return new ShiftLoop(this, threads, io, new DefaultThreadFactory("runner", true));
            }
        };
    }

    @AfterEach
    void stop() throws Exception {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
    }

    private boolean invite(Visitor visitor) throws Exception {
        return loop.submit(() -> loop.invite(visitor)).get(30, TimeUnit.SECONDS);
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** A late guest closes the loop to others for a while. */
    private void inviteOnceOpen(Visitor visitor) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!invite(visitor)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aGuestIsNotInTheLoopAndNeitherIsAnybody() throws Exception {
        CompletableFuture<List<Boolean>> inside = new CompletableFuture<>();
        AtomicInteger order = new AtomicInteger();
        CompletableFuture<Integer> task = new CompletableFuture<>();
        assertThat(invite(Visitor.once(() -> {
                    loop.execute(() -> task.complete(order.get()));
                    order.set(1);
                    inside.complete(List.of(
                            loop.inEventLoop(), Thread.currentThread().getName().startsWith("runner")));
                })))
                .isTrue();
        assertThat(soon(inside)).containsExactly(false, true);
        assertThat(soon(task)).isEqualTo(1);
    }

    @Test
    void theLoopGoesOnBesideALateGuestAndItsThreadComesBack() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Void> there = new CompletableFuture<>();
        Visitor late = Visitor.once(() -> {
            there.complete(null);
            await(leave);
        });
        assertThat(invite(late)).isTrue();
        soon(there);
        assertThat(loop.submit(Thread::currentThread).get(30, TimeUnit.SECONDS).getName())
                .startsWith("keeper");
        soon(late.overdue);
        assertThat(invite(Visitor.once(() -> {}))).isFalse();

        leave.countDown();
        CompletableFuture<String> next = new CompletableFuture<>();
        inviteOnceOpen(Visitor.once(() -> next.complete(Thread.currentThread().getName())));
        assertThat(soon(next)).startsWith("runner");
    }

    @Test
    void whoWaitsBehindALateGuestIsTurnedAway() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        Visitor late = Visitor.once(() -> await(leave));
        Visitor second = Visitor.once(() -> {});
        assertThat(loop.submit(() -> loop.invite(late) && loop.invite(second)).get(30, TimeUnit.SECONDS))
                .isTrue();
        soon(second.turnedAway);
        leave.countDown();
    }

    @Test
    void aGuestThatComesAgainComesAfterATurn() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        List<Integer> between = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Visitor[] visitor = new Visitor[1];
        visitor[0] = Visitor.again(() -> {
            int number = visits.incrementAndGet();
            loop.execute(() -> {
                between.add(number);
                if (number == 3) {
                    done.complete(null);
                }
            });
            return number < 3;
        });
        // On a busy machine it may be late.
        visitor[0].turnedAway.thenRun(() -> {
            while (visitor[0].visit()) {
                Thread.onSpinWait();
            }
        });
        invite(visitor[0]);
        soon(done);
        assertThat(between).containsExactly(1, 2, 3);
    }

    @Test
    void whatAGuestThrowsOrInterruptsIsItsOwn() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        invite(Visitor.once(() -> {
            Thread runner = Thread.currentThread();
            runner.setUncaughtExceptionHandler((thread, thrown) -> {});
            runner.interrupt();
            loop.execute(() -> interrupted.complete(Thread.currentThread().isInterrupted()));
            throw new IllegalStateException("thrown for the test");
        }));
        assertThat(soon(interrupted)).isFalse();
    }

    @Test
    void theEndOfATurnWaitsForItsGuests() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        // On a busy machine a guest may be late, and is not waited for.
        while (!theEndWaits()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private boolean theEndWaits() throws Exception {
        List<String> seen = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Visitor visitor = Visitor.once(() -> loop.execute(() -> seen.add("task")));
        boolean came = loop.submit(() -> {
                    loop.atTheEnd(() -> {
                        seen.add("end");
                        done.complete(null);
                    });
                    return loop.invite(visitor);
                })
                .get(30, TimeUnit.SECONDS);
        soon(done);
        if (!came || visitor.overdue.isDone()) {
            return false;
        }
        assertThat(seen).containsExactly("task", "end");
        return true;
    }

    private void turnUntil(CompletableFuture<?> done) {
        while (!done.isDone()) {
            if (!loop.borrow(done::isDone)) {
                LockSupport.parkNanos(this, 1_000_000);
            }
        }
        loop.noBorrower();
    }

    /** The thread that ran a task while this one turned the loop, or wanted to. */
    private Thread ranBy() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        loop.execute(() -> ran.complete(Thread.currentThread()));
        turnUntil(ran);
        return ran.get();
    }

    private void borrowOnce() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (ranBy() != Thread.currentThread()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    @Test
    void aThreadTurnsTheLoopItselfAndTheKeeperAfterIt() throws Exception {
        borrowOnce();
        assertThat(loop.inEventLoop()).isFalse();
        assertThat(loop.submit(Thread::currentThread).get(30, TimeUnit.SECONDS).getName())
                .startsWith("keeper");
        borrowOnce();
        CompletableFuture<String> guest = new CompletableFuture<>();
        inviteOnceOpen(Visitor.once(() -> guest.complete(Thread.currentThread().getName())));
        assertThat(soon(guest)).startsWith("runner");
        borrowOnce();
    }

    @Test
    void aThreadForWhichNothingComesLosesTheLoop() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        Thread borrower = new Thread(() -> turnUntil(never));
        borrower.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        // The keeper has it again, whatever it was lent before.
        while (!loop.submit(Thread::currentThread)
                .get(30, TimeUnit.SECONDS)
                .getName()
                .startsWith("keeper")) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        never.complete(null);
        borrower.join(30_000);
        assertThat(borrower.isAlive()).isFalse();
    }

    @Test
    void theLoopIsNotLentWhileOthersWaitForIt() throws Exception {
        loop.submit(() -> loop.underWay(2)).get(30, TimeUnit.SECONDS);
        for (int i = 0; i < 20; i++) {
            assertThat(ranBy().getName()).startsWith("keeper");
        }
        loop.submit(() -> loop.underWay(-2)).get(30, TimeUnit.SECONDS);
        borrowOnce();
    }

    /** Has the calling thread in the loop invite it. */
    private void inviteFromBorrowed(Visitor visitor) {
        boolean[] came = new boolean[1];
        while (!came[0]) {
            boolean turned = loop.borrow(() -> {
                came[0] = came[0] || loop.invite(visitor);
                return true;
            });
            if (!turned) {
                LockSupport.parkNanos(this, 100_000);
            }
        }
        loop.noBorrower();
    }

    @Test
    void aGuestBesideWhomTheLoopIsBorrowedIsToldThatItTakesLong() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        Visitor late = Visitor.once(() -> await(leave));
        Thread borrower = new Thread(() -> {
            inviteFromBorrowed(late);
            turnUntil(late.overdue);
        });
        borrower.start();
        soon(late.overdue);
        leave.countDown();
        borrower.join(30_000);
        assertThat(borrower.isAlive()).isFalse();
    }

    @Test
    void aRunnerThatIsInterruptedAfterItsGuestLeftSleeps() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Thread> runner = new CompletableFuture<>();
        Visitor late = Visitor.once(() -> {
            runner.complete(Thread.currentThread());
            await(leave);
        });
        assertThat(invite(late)).isTrue();
        soon(late.overdue);
        leave.countDown();
        // It has lost its seat, and waits to be called.
        until(() -> waitsToBeCalled(runner.join()));
        runner.join().interrupt();
        until(() -> !runner.join().isInterrupted());
    }

    private static boolean waitsToBeCalled(Thread runner) {
        List<String> methods = Arrays.stream(runner.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
        return methods.contains("park") && !methods.contains("serve");
    }

    private static void until(BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aGuestThatThrowsWhenItIsTurnedAwayDoesNotEndTheLoop() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        Visitor late = Visitor.once(() -> await(leave));
        CompletableFuture<Void> told = new CompletableFuture<>();
        GuestLoop.Guest angry = new GuestLoop.Guest() {
            @Override
            public boolean visit() {
                return false;
            }

            @Override
            public void overdue() {}

            @Override
            public void turnedAway() {
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
                    told.complete(null);
                    throw new IllegalStateException("thrown for the test");
                });
                throw new IllegalStateException("thrown for the test");
            }
        };
        assertThat(loop.submit(() -> loop.invite(late) && loop.invite(angry)).get(30, TimeUnit.SECONDS))
                .isTrue();
        soon(told);
        leave.countDown();
        assertThat(loop.submit(() -> "still here").get(30, TimeUnit.SECONDS)).isEqualTo("still here");
    }

    /** Tasks from many threads, guests that are sometimes late: never two at once in the loop, and nothing is lost. */
    @Test
    void nobodyIsInTheLoopBesideAnother() throws Exception {
        int count = 20_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch ran = new CountDownLatch(2 * count);
        Runnable task = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            ran.countDown();
        };
        Thread[] others = new Thread[2];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Thread(() -> {
                for (int j = 0; j < count / 2; j++) {
                    int number = j;
                    loop.execute(() -> {
                        task.run();
                        Visitor visitor = Visitor.once(() -> {
                            if (number % 2_000 == 0) {
                                // Longer than the keeper's patience.
                                busy(TimeUnit.MILLISECONDS.toNanos(3));
                            }
                            loop.execute(task);
                        });
                        visitor.turnedAway.thenRun(() -> loop.execute(task));
                        if (!loop.invite(visitor)) {
                            loop.execute(task);
                        }
                    });
                }
            });
            others[i].start();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread borrower = new Thread(() -> {
            while (!done.isDone()) {
                CompletableFuture<Void> turned = new CompletableFuture<>();
                loop.execute(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    turned.complete(null);
                });
                turnUntil(turned);
            }
        });
        borrower.start();
        for (Thread other : others) {
            other.join(30_000);
        }
        boolean all = ran.await(30, TimeUnit.SECONDS);
        done.complete(null);
        borrower.join(30_000);
        assertThat(borrower.isAlive()).isFalse();
        assertThat(all).isTrue();
        assertThat(most).hasValue(1);
    }

    private static void busy(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
