package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds the 1-RTT packets that reach a client before it can read them, and hands them on once it can.
 *
 * <p>Servers send their first 1-RTT packets right behind their Handshake flight. The codec has no keys for them yet and
 * drops them; the server then counts them as lost and leaves slow start at a few packets' window. RFC 9001 §5.7 lets an
 * endpoint keep them instead. They are handed on when the client has written its Finished, which shows as a Handshake
 * packet too long for a mere acknowledgement, or as a 1-RTT packet of its own.
 *
 * <p>Sits under the codec of a socket that carries one connection.
 */
final class EarlyPacketHold extends ChannelDuplexHandler {
    /** A server may send ten full datagrams before anything is acknowledged (RFC 9002 §7.2); four times that. */
    private static final int MAX_HELD = 40;

    /** A Handshake packet with an ACK alone is shorter; with the Finished of the shortest hash it is longer. */
    private static final int LONGER_THAN_ACK = 60;

    private final Queue<DatagramPacket> held = new ArrayDeque<>();
    private boolean passing;
    private boolean scheduled;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (passing || !(msg instanceof DatagramPacket packet)) {
            ctx.fireChannelRead(msg);
            return;
        }
        ByteBuf content = packet.content();
        ShortHeaderAt at = new ShortHeaderAt();
        LongHeaders.walk(content, at);
        if (at.index < 0) {
            ctx.fireChannelRead(msg);
            return;
        }
        int before = at.index - content.readerIndex();
        if (held.size() < MAX_HELD) {
            ByteBuf rest = content.copy(at.index, content.writerIndex() - at.index);
            held.add(new DatagramPacket(rest, packet.recipient(), packet.sender()));
        }
        if (before > 0) {
            content.writerIndex(at.index);
            ctx.fireChannelRead(packet);
        } else {
            packet.release();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (!passing && !scheduled && msg instanceof DatagramPacket packet) {
            FinishedSent sent = new FinishedSent();
            LongHeaders.walk(packet.content(), sent);
            if (sent.seen) {
                scheduled = true;
                // On the next turn: the codec is in the middle of producing this very packet.
                ctx.channel().eventLoop().execute(() -> release(ctx));
            }
        }
        ctx.write(msg, promise);
    }

    private void release(ChannelHandlerContext ctx) {
        passing = true;
        if (held.isEmpty()) {
            return;
        }
        for (DatagramPacket p = held.poll(); p != null; p = held.poll()) {
            ctx.fireChannelRead(p);
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        handlerRemoved(ctx);
        super.channelInactive(ctx);
    }

    private static final class ShortHeaderAt implements LongHeaders.Visitor {
        private int index = -1;

        @Override
        public void longHeader(int type, long version, int from, int length) {}

        @Override
        public void shortHeader(int from) {
            index = from;
        }
    }

    private static final class FinishedSent implements LongHeaders.Visitor {
        private boolean seen;

        @Override
        public void longHeader(int type, long version, int from, int length) {
            seen |= type == LongHeaders.HANDSHAKE && length > LONGER_THAN_ACK;
        }

        @Override
        public void shortHeader(int from) {
            seen = true;
        }
    }
}
