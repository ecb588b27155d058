package dev.quiver.quic.internal.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Runs what belongs to a connection's state on its event loop, from any thread. */
final class OnLoop {
    private OnLoop() {}

    /** Runs the task, now if this is the loop; or the other one, here, if the loop has ended with its last connection. */
    static void run(EventLoop loop, Runnable task, Runnable afterTheEnd) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            afterTheEnd.run();
        }
    }

    /** The same, where nothing is left to do after the end. */
    static void run(EventLoop loop, Runnable task) {
        run(loop, task, () -> {});
    }
}
