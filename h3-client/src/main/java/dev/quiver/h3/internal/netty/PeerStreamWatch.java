package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.internal.spi.StreamSignals;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * First on a one-way stream of the peer's: reads its type (RFC 9114 §6.2), notes it, and has a {@link StreamReader} read the
 * rest. The codec hears nothing of it: it takes a type above 2^31 for another, waits for ever for what a bad length
 * promised, and fails without a code where a frame is shorter than its fields (§7.1).
 */
final class PeerStreamWatch extends ChannelInboundHandlerAdapter {
    private static final int CONTROL = 0;
    private static final int PUSH = 1;
    private static final int ENCODER = 2;
    private static final int DECODER = 3;

    private final Http3Connection connection;
    private final long id;
    private final Varint.Reader type = new Varint.Reader();
    private @Nullable StreamReader reader;

    PeerStreamWatch(Http3Connection connection, long id) {
        this.connection = connection;
        this.id = id;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (msg instanceof ByteBuf in) {
                read(ctx, in);
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf in) {
        if (!type.done()) {
            if (!type.read(in)) {
                return;
            }
            connection.said().seen(PeerStream.of(id, type.value()));
            reader = begin(ctx, type.value());
        }
        StreamReader understands = reader;
        Violation broken = understands == null ? null : understands.read(in);
        if (broken != null) {
            reader = null;
            connection.violated(broken);
        }
    }

    /** What reads the rest; null where the rest is of no interest. */
    private @Nullable StreamReader begin(ChannelHandlerContext ctx, long number) {
        if (number == PUSH) {
            connection.protocolError(
                    H3ErrorCode.H3_ID_ERROR, "a push stream came, which was never allowed (RFC 9114 §4.6)");
            return null;
        }
        if (number > DECODER) {
            // Unknown types are to be tolerated (RFC 9114 §6.2), and may be stopped.
            StreamSignals.get().stopSending(ctx.channel(), H3ErrorCode.H3_STREAM_CREATION_ERROR.value());
            return null;
        }
        if (!connection.said().critical(number)) {
            connection.protocolError(
                    H3ErrorCode.H3_STREAM_CREATION_ERROR,
                    "a second stream of type " + PeerStream.of(id, number).type() + " came (RFC 9114 §6.2.1)");
            return null;
        }
        return switch ((int) number) {
            case CONTROL -> new ControlFrames(connection);
            case ENCODER -> new EncoderInstructions();
            default -> new DecoderInstructions();
        };
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (reader != null && StreamSignals.get().isFin(event)) {
            lost();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (reader == null) {
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
        // Nobody behind has read anything.
    }
}
