package dev.quiver.h3.internal.netty;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a connection as long as responses are outstanding (RFC 9114 §5.1): when the peer is silent for a while, it is
 * asked for a sign of life, which also keeps NATs from forgetting the path; one that gives none is lost. On the event
 * loop.
 */
final class Vigil {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Http3Connection connection;
    private @Nullable Future<?> timer;

    Vigil(Http3Connection connection) {
        this.connection = connection;
    }

    /** There is something to wait for. */
    void begin() {
        if (timer == null) {
            schedule(EVERY_NANOS);
        }
    }

    void end() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long delay) {
        timer = connection.loop().schedule(this::look, delay, TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (connection.streams().isEmpty() || connection.end() != null) {
            return;
        }
        long silent = System.nanoTime() - connection.heardAt();
        if (silent < EVERY_NANOS) {
            schedule(EVERY_NANOS - silent);
            return;
        }
        new LivenessProbe(connection).start().certain().thenAccept(alive -> {
            // One that is not alive is ended by the probe. One that was only doubted is watched on: it keeps what is
            // under way.
            if (alive && connection.end() == null) {
                begin();
            }
        });
    }
}
