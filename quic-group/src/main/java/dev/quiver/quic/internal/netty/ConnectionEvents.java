package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;

/** What a connection's channel tells its owner, on the event loop. */
interface ConnectionEvents {
    /** The TLS handshake is done on this side. */
    void established();

    /** The peer opened a stream; it is not registered yet. Returns whether the pipeline shall go on with it. */
    boolean peerStream(QuicStreamChannel stream);

    /** Streams may be opened before the handshake is done; what is sent on them is early data. */
    void earlyDataReady();

    /** A datagram came (RFC 9221); the receiver releases it. */
    void datagram(ByteBuf datagram);

    /** The peer may have raised a stream limit. */
    void streamLimitChanged();

    /** The peer sent CONNECTION_CLOSE. */
    void closedByPeer(QuicConnectionCloseEvent event);

    /** The codec failed on this side; the end follows or has come. */
    void failed(Throwable cause);

    /** The channel is closed: the last event. */
    void ended(boolean idleTimeout);
}
