package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Lets many streams write before anything is sent, so that what they wrote shares packets and system calls.
 *
 * <p>The codec sends after every write to a stream, except while it reads: then it sends once, when the socket's read
 * completes. So a pass looks like a read to it: a packet of one byte, which is too short to be one and which QUIC discards
 * without a trace (RFC 9000 §5.2), then the writes, then the end of the read. That end comes whatever the writes throw,
 * and with it all that was written is sent.
 *
 * <p>Right under the codec of a socket that carries one connection. Event loop only.
 */
final class WritePass extends ChannelInboundHandlerAdapter {
    private final ReadEnd reads;
    /** A short header (RFC 9000 §17.3) with the fixed bit and nothing behind it. */
    private static final int TOO_SHORT = 0x40;

    private @Nullable ChannelHandlerContext codec;
    private @Nullable InetSocketAddress recipient;
    private @Nullable InetSocketAddress sender;
    private boolean reading;

    WritePass(ReadEnd reads) {
        this.reads = reads;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        codec = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        codec = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        reading = true;
        if (msg instanceof DatagramPacket packet) {
            // The codec takes the last packet's addresses for the path that it is on.
            recipient = packet.recipient();
            sender = packet.sender();
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        ctx.fireChannelReadComplete();
    }

    /** Runs it, and sends what it wrote. Within a read it is sent when that completes; before the first packet, at once. */
    void run(Runnable writes) {
        ChannelHandlerContext to = codec;
        if (to != null && reads.holds()) {
            try {
                writes.run();
            } finally {
                reads.release();
            }
            return;
        }
        if (to == null || reading || recipient == null) {
            writes.run();
            return;
        }
        ByteBuf nothing = to.alloc().directBuffer(1).writeByte(TOO_SHORT);
        reading = true;
        try {
            to.fireChannelRead(new DatagramPacket(nothing, recipient, sender));
            writes.run();
        } finally {
            reading = false;
            to.fireChannelReadComplete();
        }
    }
}
