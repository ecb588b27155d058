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
 * every connection on it, would stand still for ever. The packets are counted under the codec, and the codec is refused
 * the buffer for the next one: it then frees the connection as it should have. The peer is told nothing and finds out by
 * its idle timeout. Event loop only.
 */
final class EndlessClose extends ChannelOutboundHandlerAdapter {
    /** A connection that ends has a handful of them to send. */
    static final int MOST = 64;

    /** Form, fixed bit and type of a Handshake packet (RFC 9000 §17.2.4). */
    private static final int HANDSHAKE = 0xe0;

    /** Whether the connection is still open. */
    interface Liveness {
        boolean isOpen();
    }

    private @Nullable Liveness connection;
    private int packets;

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
                if (packets > MOST) {
                    throw new IllegalStateException("the codec would send Handshake packets without end");
                }
                return from.directBuffer(initialCapacity, maxCapacity);
            }
        };
    }
}
