package dev.quiver.h3.internal.netty;

import dev.quiver.quic.GroupStats;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http3.DefaultHttp3UnknownFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a peer is still there: a frame of a reserved type on the control stream, which it has to ignore (RFC
 * 9114 §7.2.8), and whose packet it has to acknowledge (RFC 9000 §13.2). A packet that comes back is the answer. Silence
 * for a while is enough to send new requests elsewhere; silence for longer ends what is under way. On the event loop.
 */
final class LivenessProbe {
    /** One of the reserved types, 0x1f * N + 0x21, that the codec lets pass. */
    private static final long RESERVED = 0x5f;

    private static final long LOOK_EVERY_MILLIS = 5;
    /** Looks and not time are counted, so that a process that was stopped does not take its peer for dead. */
    private static final int LOOKS_UNTIL_DOUBT = 150;

    private static final int LOOKS_UNTIL_LOST = 600;

    private final Http3Connection connection;
    private final CompletableFuture<Boolean> alive = new CompletableFuture<>();
    private int looks;

    LivenessProbe(Http3Connection connection) {
        this.connection = connection;
    }

    CompletableFuture<Boolean> start() {
        try {
            connection.loop().execute(this::begin);
        } catch (RejectedExecutionException shutDown) {
            alive.complete(false);
        }
        return alive;
    }

    private void begin() {
        ChannelPipeline pipeline = connection.pipeline();
        QuicStreamChannel control = pipeline == null || !pipeline.channel().isActive()
                ? null
                : Http3.getLocalControlStream(pipeline.channel());
        if (control == null) {
            alive.complete(false);
            return;
        }
        stats().whenComplete((before, error) -> {
            if (error != null) {
                alive.complete(false);
                return;
            }
            control.writeAndFlush(new DefaultHttp3UnknownFrame(RESERVED, Unpooled.EMPTY_BUFFER));
            lookAgain(before.packetsReceived());
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
                                alive.complete(false);
                            } else if (now.packetsReceived() > before) {
                                connection.heard();
                                alive.complete(true);
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
            lookAgain(before);
        } else {
            connection.lost();
        }
    }
}
