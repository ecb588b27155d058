package dev.quiver.quic.internal.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says when a handshake that does not get on is tried afresh beside. Losses double the transport's probe time-out each time
 * (RFC 9002 §6.2.1), and a server may have given the handshake up meanwhile without a word: the first try then waits for
 * nobody. On the event loop.
 */
final class FreshTries {
    /** Looks and not time are counted, so that a process that was stopped does not take its handshake for stuck. */
    private static final long LOOK_EVERY_MILLIS = 250;

    /** Three seconds: when the transport has asked three times, and lets four seconds pass before the next. */
    private static final int LOOKS_EACH = 12;

    private static final int MOST = 2;

    private final EventExecutor loop;
    private final Runnable again;
    private @Nullable Future<?> timer;
    private int looks;

    /** @param again called for each time that a try is due */
    FreshTries(EventExecutor loop, Runnable again) {
        this.loop = loop;
        this.again = again;
    }

    void begin() {
        timer = loop.schedule(this::look, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        looks++;
        boolean due = looks % LOOKS_EACH == 0;
        if (looks < MOST * LOOKS_EACH) {
            begin();
        }
        if (due) {
            again.run();
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
