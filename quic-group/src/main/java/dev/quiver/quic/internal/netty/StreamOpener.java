package dev.quiver.quic.internal.netty;

import dev.quiver.quic.Initiator;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.QuicTransport.StreamOpening;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams of one type in the order asked for, each only when the peer's limit allows it (RFC 9000 §4.6): the
 * codec would fail the attempt otherwise, and lose a stream id each time. Event loop only.
 */
final class StreamOpener {
    private final QuicChannel channel;
    private final QuicStreamType type;
    private final ConnectionStats stats;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final java.util.function.Function<Throwable, QuicException> translation;
    private @Nullable QuicException closed;
    private boolean open;
    private long earlyLimit;
    private long openedEarly;

    StreamOpener(
            QuicChannel channel,
            StreamType type,
            ConnectionStats stats,
            java.util.function.Function<Throwable, QuicException> translation) {
        this.channel = channel;
        this.translation = translation;
        this.stats = stats;
        this.type = type == StreamType.BIDIRECTIONAL ? QuicStreamType.BIDIRECTIONAL : QuicStreamType.UNIDIRECTIONAL;
    }

    /** One call that waits for its stream. */
    final class Waiting {
        private final ChannelHandler initializer;
        private final StreamOpening then;

        private Waiting(ChannelHandler initializer, StreamOpening then) {
            this.initializer = initializer;
            this.then = then;
        }

        void cancel() {
            queue.remove(this);
        }
    }

    Waiting add(ChannelHandler initializer, StreamOpening then) {
        Waiting waiting = new Waiting(initializer, then);
        if (closed != null) {
            then.failed(closed.again());
            return waiting;
        }
        queue.add(waiting);
        drain();
        return waiting;
    }

    /** So many streams may be opened before the peer has answered. */
    void openEarly(long limit) {
        earlyLimit = limit;
        drain();
    }

    /** From now on streams may be opened. */
    void open() {
        open = true;
        earlyLimit = 0;
        drain();
    }

    long credit() {
        return closed == null ? Math.max(0, room() - queue.size()) : 0;
    }

    private long room() {
        long known = channel.peerAllowedStreams(type);
        if (open || earlyLimit == 0) {
            return open ? known : 0;
        }
        // Until the peer's first packet the codec knows of no credit and counts down from 0.
        return known == -openedEarly ? earlyLimit - openedEarly : known;
    }

    void drain() {
        while (!queue.isEmpty() && room() > 0) {
            Waiting next = queue.poll();
            if (!next.then.wanted()) {
                continue;
            }
            if (!open) {
                openedEarly++;
            }
            Future<QuicStreamChannel> created = channel.createStream(type, next.initializer);
            created.addListener((Future<QuicStreamChannel> f) -> {
                if (f.isSuccess()) {
                    stats.opened(f.getNow(), Initiator.LOCAL);
                    next.then.opened(f.getNow(), f.getNow().streamId());
                } else {
                    next.then.failed(translation.apply(f.cause()));
                }
            });
        }
    }

    void close(QuicException cause) {
        if (closed == null) {
            closed = cause;
        }
        for (Waiting w = queue.poll(); w != null; w = queue.poll()) {
            w.then.failed(cause.again());
        }
    }
}
