package dev.quiver.quic.internal.netty;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import org.jspecify.annotations.Nullable;

/**
 * Ends a loop that the codec may fall into: quiche 0.29.3, asked for an application's close while a probe of the Handshake
 * space is due, makes one Handshake packet after the other, and the codec sends until there is none; the event loop, and
 * every connection on it, would stand still for ever. The packets are counted, and the codec is refused the buffer for the
 * next one: it then frees the connection as it should have. The peer is told nothing and finds out by its idle timeout.
 *
 * <p>A client's Handshake packets are seen under the codec, so few of them are enough to know. The connections of a
 * listener share a socket: there the buffers asked for are all that can be counted. Event loop only.
 */
final class EndlessClose extends ChannelOutboundHandlerAdapter {
    /** A connection that ends has a handful of them to send. */
    static final int MOST = 64;

    /** Buffers for packets of any kind, asked for by a connection that is closed: more than a window of data may need. */
    static final int MOST_BUFFERS = 32_768;

    /** Form, fixed bit and type of a Handshake packet (RFC 9000 §17.2.4). */
    private static final int HANDSHAKE = 0xe0;

    /** Whether the connection is still open. */
    interface Liveness {
        boolean isOpen();
    }

    private @Nullable Liveness connection;
    private int packets;
    private int buffers;

    void watch(Liveness watched) {
        connection = watched;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        Liveness watched = connection;
        if (watched != null && !watched.isOpen() && msg instanceof DatagramPacket packet) {
            ByteBuf content = packet.content();
            if (content.isReadable() && (content.getByte(content.readerIndex()) & 0xf0) == HANDSHAKE) {
                packets++;
            }
        }
        ctx.write(msg, promise);
    }

    /** What the codec gets the buffers of its packets from. */
    ByteBufAllocator allocator(ByteBufAllocator from) {
        return new AbstractByteBufAllocator(true) {
            @Override
            public boolean isDirectBufferPooled() {
                return from.isDirectBufferPooled();
            }

            @Override
            protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
                return from.heapBuffer(initialCapacity, maxCapacity);
            }

            @Override
            protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
                Liveness watched = connection;
                if (watched != null && !watched.isOpen()) {
                    buffers++;
                }
                if (packets > MOST || buffers > MOST_BUFFERS) {
                    throw new IllegalStateException("the codec would send packets without end after the close");
                }
                return from.directBuffer(initialCapacity, maxCapacity);
            }
        };
    }
}
