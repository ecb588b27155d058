package dev.quiver.quic.internal.netty;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that is turned by whoever is in it: tasks, sockets, tasks again, and what belongs at the end of all that was
 * read. All of it in the loop only.
 */
abstract class TurnedLoop extends SingleThreadIoEventLoop {
    /** As Netty's own loops: as long as tasks may keep the loop from its sockets. */
    private static final long TASKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ArrayDeque<Runnable> ends = new ArrayDeque<>(2);
    private final IoHandlerContext waiting = new Waiting();

    TurnedLoop(IoEventLoopGroup parent, Executor threads, IoHandlerFactory handlers) {
        super(parent, threads, handlers);
    }

    /** Whether somebody waits for the end of the turn; then it does not wait for sockets, and its end is put off. */
    protected abstract boolean hurries();

    /** One turn. */
    final void turn() {
        int left = ends.size();
        if (hasTasks()) {
            runAllTasks(TASKS_NANOS);
        }
        settle(left);
        runIo();
        if (isShuttingDown()) {
            ioHandler().prepareToDestroy();
        }
        runAllTasks(TASKS_NANOS);
        if (!hurries()) {
            settle(ends.size());
        }
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            ends.remove().run();
        }
    }

    /** Runs it at the end of this turn; where that is put off, after what came in between and what the loop was given by it. */
    final void atTheEnd(Runnable task) {
        ends.add(task);
    }

    @Override
    protected final int runIo() {
        return ioHandler().run(waiting);
    }

    /** The sockets are looked at, and waited for only by who has nothing else to do. */
    private final class Waiting implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return !hasTasks() && !hasScheduledTasks() && !isShuttingDown() && !hurries();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return TurnedLoop.this.delayNanos(currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return TurnedLoop.this.deadlineNanos();
        }
    }
}
