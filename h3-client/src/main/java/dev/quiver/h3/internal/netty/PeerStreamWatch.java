package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.PeerStream;
import dev.quiver.quic.internal.spi.StreamSignals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * First on a one-way stream of the peer's: reads its type (RFC 9114 §6.2), notes it, and lets the codec have what the
 * codec can deal with. It takes a type above 2^31 for another, misreads a push stream cut behind its type, and knows
 * only some of the ways in which a critical stream must not end.
 */
final class PeerStreamWatch extends ChannelInboundHandlerAdapter {
    private static final int PUSH = 1;
    private static final int LAST_KNOWN = 3;

    private final Http3Connection connection;
    private final long id;
    private final Varint type = new Varint();
    private @Nullable ByteBuf head;
    private boolean ours;

    PeerStreamWatch(Http3Connection connection, long id) {
        this.connection = connection;
        this.id = id;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (ours || !(msg instanceof ByteBuf in)) {
            ReferenceCountUtil.release(msg);
            return;
        }
        if (type.done()) {
            ctx.fireChannelRead(msg);
            return;
        }
        int start = in.readerIndex();
        if (!type.read(in)) {
            keep(ctx, in, start);
            return;
        }
        connection.said().seen(PeerStream.of(id, type.value()));
        in.readerIndex(start);
        ByteBuf whole = in;
        ByteBuf before = head;
        if (before != null) {
            head = null;
            whole = ctx.alloc().compositeBuffer(2).addComponents(true, before, in);
        }
        decide(ctx, whole);
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf in, int start) {
        ByteBuf before = head;
        if (before == null) {
            before = ctx.alloc().buffer(8);
            head = before;
        }
        before.writeBytes(in, start, in.writerIndex() - start);
        in.release();
    }

    private void decide(ChannelHandlerContext ctx, ByteBuf whole) {
        long number = type.value();
        if (number == PUSH) {
            ours = true;
            whole.release();
            connection.protocolError(
                    H3ErrorCode.H3_ID_ERROR, "a push stream came, which was never allowed (RFC 9114 §4.6)");
        } else if (number <= LAST_KNOWN) {
            if (connection.said().critical(number)) {
                ctx.fireChannelRead(whole);
            } else {
                ours = true;
                whole.release();
                connection.protocolError(
                        H3ErrorCode.H3_STREAM_CREATION_ERROR,
                        "a second stream of type " + PeerStream.of(id, number).type() + " came (RFC 9114 §6.2.1)");
            }
        } else {
            // Unknown types are to be tolerated (RFC 9114 §6.2), and may be stopped.
            ours = true;
            whole.release();
            StreamSignals.get().stopSending(ctx.channel(), H3ErrorCode.H3_STREAM_CREATION_ERROR.value());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!ours && type.done() && StreamSignals.get().isFin(event)) {
            lost();
        }
        if (!ours) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ours || !type.done()) {
            return;
        }
        if (StreamSignals.get().resetCode(cause).isPresent()) {
            lost();
        } else {
            connection.exception(cause);
        }
    }

    private void lost() {
        connection.protocolError(
                H3ErrorCode.H3_CLOSED_CRITICAL_STREAM,
                "the server closed its " + PeerStream.of(id, type.value()).type() + " stream (RFC 9114 §6.2.1)");
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!ours) {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf before = head;
        if (before != null) {
            head = null;
            before.release();
        }
    }
}
