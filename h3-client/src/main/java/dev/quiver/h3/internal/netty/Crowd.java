package dev.quiver.h3.internal.netty;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when calls wait for streams and nothing moves: all that the peer allows at once are taken by exchanges that last. A
 * queue that moves is no reason for another connection (RFC 9114 §3.3). On the event loop.
 */
final class Crowd {
    private static final long PATIENCE_MILLIS = 2_000;

    private final Http3Connection connection;
    private @Nullable Future<?> timer;
    private boolean moved;

    Crowd(Http3Connection connection) {
        this.connection = connection;
    }

    /** A call waits. */
    void waits() {
        if (timer == null) {
            moved = false;
            timer = connection.loop().schedule(this::look, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A call got its stream, or was over without. */
    void moved() {
        moved = true;
    }

    private void look() {
        timer = null;
        if (connection.streams().stream().noneMatch(RequestStream::waits)) {
            return;
        }
        if (!moved) {
            connection.crowded();
        }
        waits();
    }
}
