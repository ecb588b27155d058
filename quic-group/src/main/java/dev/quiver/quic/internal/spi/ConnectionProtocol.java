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
     * The peer opened a stream, not yet registered: handlers put into its pipeline now see its first byte. The
     * protocol's handlers in the connection's pipeline see the channel next, as a message.
     */
    void peerStream(Channel stream, long id);

    /** The connection is over; comes once, after {@link #attach}. */
    void closed(QuicException cause);
}
