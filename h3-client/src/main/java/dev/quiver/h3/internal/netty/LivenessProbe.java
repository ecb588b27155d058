package dev.quiver.h3.internal.netty;

import dev.quiver.quic.GroupStats;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a peer is still there: a frame of a reserved type on the control stream, which it has to ignore (RFC
 * 9114 §7.2.8), and whose packet it has to acknowledge (RFC 9000 §13.2). A packet that comes back is the answer. Silence
 * for a while is enough to send new requests elsewhere; silence for longer ends what is under way. The question is asked again
 * and again: the transport repeats a lost packet only after its probe time-out, which losses have doubled by then (RFC 9002
 * §6.2.1), and one packet or two that got lost do not make a peer dead. On the event loop.
 */
final class LivenessProbe {
    private static final long LOOK_EVERY_MILLIS = 5;
    /** Looks and not time are counted, so that a process that was stopped does not take its peer for dead. */
    private static final int LOOKS_UNTIL_DOUBT = 150;

    private static final int LOOKS_UNTIL_LOST = 600;

    /** Ten questions in all: of three datagrams in ten lost either way, all are once in a thousand times. */
    private static final int LOOKS_UNTIL_ASKED_AGAIN = 60;

    private final Http3Connection connection;
    private final CompletableFuture<Boolean> alive = new CompletableFuture<>();
    private final CompletableFuture<Boolean> certain = new CompletableFuture<>();
    private int looks;

    LivenessProbe(Http3Connection connection) {
        this.connection = connection;
    }

    /** Whether the peer answered before it was doubted. */
    CompletableFuture<Boolean> alive() {
        return alive;
    }

    /** Whether it answered at all before it was given up. */
    CompletableFuture<Boolean> certain() {
        return certain;
    }

    LivenessProbe start() {
        try {
            connection.loop().execute(this::begin);
        } catch (RejectedExecutionException shutDown) {
            settle(false);
        }
        return this;
    }

    private void settle(boolean lives) {
        alive.complete(lives);
        certain.complete(lives);
    }

    private void begin() {
        stats().whenComplete((before, error) -> {
            if (error == null && connection.nudge()) {
                lookAgain(before.packetsReceived());
            } else {
                settle(false);
            }
        });
    }

    private CompletableFuture<GroupStats> stats() {
        return connection.transport().group().stats();
    }

    private void lookAgain(long before) {
        connection
                .loop()
                .schedule(
                        () -> stats().whenComplete((now, error) -> {
                            if (error != null || connection.end() != null) {
                                settle(false);
                            } else if (now.packetsReceived() > before) {
                                connection.heard();
                                settle(true);
                            } else {
                                silent(before);
                            }
                        }),
                        LOOK_EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void silent(long before) {
        looks++;
        if (looks == LOOKS_UNTIL_DOUBT) {
            connection.drain();
            alive.complete(false);
        }
        if (looks < LOOKS_UNTIL_LOST) {
            if (looks % LOOKS_UNTIL_ASKED_AGAIN == 0) {
                connection.nudge();
            }
            lookAgain(before);
        } else {
            connection.lost();
            settle(false);
        }
    }
}
