package dev.quiver.quic.internal.spi;

import dev.quiver.quic.QuicException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/** A protocol that takes over all streams of one connection. Every call comes on the connection's event loop. */
public interface ConnectionProtocol {
    /**
     * The peer has proved itself: put the protocol's handlers at the end of the connection's pipeline. Nothing was sent
     * or read on any stream before.
     */
    void attach(QuicTransport transport, ChannelPipeline pipeline);

    /**
     * A session is being resumed and streams can be opened before the peer has answered: put the protocol's handlers at
     * the end of the connection's pipeline. What is sent until {@link #proved} is early data, which an attacker may
     * repeat (RFC 9001 §9.2); only bidirectional streams can be opened until then. Comes only in groups built with {@code
     * earlyData(true)}.
     *
     * @return whether the protocol does so; then {@link #proved} follows in place of {@link #attach}, or {@link #closed}
     */
    default boolean attachEarly(QuicTransport transport, ChannelPipeline pipeline) {
        return false;
    }

    /** The peer of an early connection has proved itself. */
    default void proved() {}

    /**
     * The peer opened a stream, not yet registered: handlers put into its pipeline now see its first byte. The
     * protocol's handlers in the connection's pipeline see the channel next, as a message.
     */
    void peerStream(Channel stream, long id);

    /**
     * Packets leave from another address from now on, or can leave again. The peer learns of it from the next packet,
     * and this side may have none to send: in the middle of a download nothing is acknowledged once nothing comes. The
     * transport has no PING; a protocol that has something to send that means nothing sends it now.
     */
    default void pathChanged() {}

    /** The connection is over; comes once, after {@link #attach} or {@link #attachEarly}. */
    void closed(QuicException cause);
}
