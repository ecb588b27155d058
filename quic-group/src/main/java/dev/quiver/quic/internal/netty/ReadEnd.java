package dev.quiver.quic.internal.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a read of the socket's end with the loop's turn, and after its guests: the codec sends its acknowledgements at the end of
 * a read, and so they leave with the requests that the responses led to. Above all that looks at what is read and sent.
 * Event loop only.
 */
final class ReadEnd extends ChannelInboundHandlerAdapter {
    private @Nullable ChannelHandlerContext held;

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!(ctx.channel().eventLoop() instanceof ShiftLoop loop)) {
            ctx.fireChannelReadComplete();
        } else if (held == null) {
            held = ctx;
            loop.atTheEnd(this::release);
        }
    }

    /** Whether a read has ended and is held open. */
    boolean holds() {
        return held != null;
    }

    /** Ends the read that is held open. */
    void release() {
        ChannelHandlerContext to = held;
        held = null;
        if (to != null && !to.isRemoved()) {
            to.fireChannelReadComplete();
        }
    }
}
