package dev.quiver.quic.internal.spi;

import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.StreamType;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** An established connection. Safe to use from any thread. */
public interface QuicTransport {
    /** Where everything of this connection happens. */
    EventLoop eventLoop();

    /** The group that owns the connection. */
    QuicConnectionGroup group();

    /**
     * Opens a stream once the peer's limit allows it.
     *
     * @param initializer put into the new channel's pipeline before it is registered
     * @return gives up the place while waiting; does nothing later
     */
    Cancellation openStream(StreamType type, ChannelHandler initializer, StreamOpening then);

    /**
     * Runs what opens streams and writes to them, and sends it all in as few packets as it fits into; else each write is
     * sent by itself. It is sent when this returns, however it returns; where packets are being read, when all are.
     * Event loop only.
     */
    void together(Runnable writes);

    /** Streams of this type that could be opened at once; exact on the event loop only. */
    long streamCredit(StreamType type);

    /**
     * Puts what was seen on a stream's channel into this project's words: a reset with its code, a stop, or the
     * connection's own end.
     */
    QuicException translate(Throwable error);

    /** CONNECTION_CLOSE of the application kind (RFC 9000 §19.19). */
    void close(long code, String reason);

    /**
     * Keeps this beside the tickets for this peer, in place of what was kept before: it lives as long as they do, and is
     * shared by the same groups. A client's connection, on the event loop.
     */
    void keepWithTicket(Object state);

    /** What was kept when this peer was last met, or null. A client's connection, on the event loop. */
    @Nullable
    Object keptWithTicket();

    /**
     * Throws away the tickets for this peer and what was kept beside them: the next connection is made with a whole
     * handshake. A client's connection, on the event loop.
     */
    void forgetTicket();

    /** What comes of {@link #openStream}; exactly one call, on the event loop. */
    interface StreamOpening {
        void opened(Channel stream, long id);

        void failed(QuicException cause);

        /** Asked before a stream is taken: false gives up the place, and nothing is called. */
        default boolean wanted() {
            return true;
        }
    }

    /** Gives up a wait. */
    @FunctionalInterface
    interface Cancellation {
        void cancel();
    }
}
