package dev.quiver.quic.internal.netty;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import org.jspecify.annotations.Nullable;

/**
 * How much one datagram can carry. The codec tells it once, when the handshake is done; later path MTU discovery makes
 * the packets larger, and the datagrams with them, up to what the peer takes. The codec does not reveal that bound
 * (Netty 4.2.18 reports the peer's {@code max_datagram_frame_size} as 0): it is learnt when the codec refuses. Event
 * loop only.
 */
final class DatagramLimit {
    /** Frame and packet around the data: 3 of frame (RFC 9221 §4), 1 + 4 of header, 16 of AEAD, connection id beside. */
    private static final int OVERHEAD = 3 + 1 + 4 + 16;

    /** The codec's own connection ids, and the longest there are (RFC 9000 §17.2). */
    private static final int LONGEST_ID = 20;

    private final QuicChannel channel;
    private final int first;
    private int ceiling = Integer.MAX_VALUE;

    /** @param first what the codec told, just now */
    DatagramLimit(QuicChannel channel, int first) {
        this.channel = channel;
        this.first = first;
        if (first < mtu() - OVERHEAD - LONGEST_ID) {
            // Less than fits into a packet: this is the peer's own bound.
            ceiling = first;
        }
    }

    int now() {
        return Math.max(first, Math.min(ceiling, (int) mtu() - OVERHEAD - LONGEST_ID));
    }

    /** The codec refused this many bytes. */
    void tooLarge(int size) {
        ceiling = Math.min(ceiling, size - 1);
    }

    private long mtu() {
        @Nullable QuicConnectionPathStats path = ConnectionStats.activePath(channel);
        return path == null ? 0 : path.pmtu();
    }
}
