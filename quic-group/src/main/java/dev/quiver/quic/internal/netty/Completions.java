package dev.quiver.quic.internal.netty;

import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where the futures of one stream complete: on the event loop, or in order on the executor of who extracted it.
 *
 * <p>On the loop a future completes at once, inside the call that made it come true. Who calls again from inside the
 * completion would nest as deep as there are bytes at hand, so now and then one completes on the loop's next turn.
 */
final class Completions implements Executor {
    private static final int AT_ONCE = 64;

    private final Channel stream;
    private volatile @Nullable Executor executor;

    // Event loop only.
    private int inARow;
    private int deferred;

    Completions(Channel stream) {
        this.stream = stream;
    }

    void use(Executor executor) {
        // Nobody else would complete them if this one refuses.
        this.executor = new SerialExecutor(executor, true);
    }

    void useEventLoop() {
        this.executor = null;
    }

    @Override
    public void execute(Runnable task) {
        Executor own = executor;
        if (own != null) {
            own.execute(task);
        } else if (deferred == 0 && ++inARow < AT_ONCE) {
            task.run();
        } else {
            defer(task);
        }
    }

    /** What comes after a deferred one waits too: the order stays. */
    private void defer(Runnable task) {
        inARow = 0;
        deferred++;
        try {
            stream.eventLoop().execute(() -> {
                deferred--;
                task.run();
            });
        } catch (RejectedExecutionException e) {
            deferred--;
            task.run();
        }
    }
}
