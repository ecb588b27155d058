package dev.quiver.quic.internal.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Offers datagrams to the transport in one flush, and tells of each what became of it. Event loop only. */
final class DatagramOffer {
    /** What became of one: taken; refused for want of room; or failed. */
    interface Answer<T> {
        void taken(T datagram);

        void noRoom(T datagram);

        void failed(T datagram, Throwable cause);
    }

    private DatagramOffer() {}

    /** Each is answered before this returns. */
    static <T> void all(ChannelHandlerContext ctx, List<T> datagrams, Function<T, byte[]> bytes, Answer<T> answer) {
        List<OnceBuffer> buffers = new ArrayList<>();
        List<ChannelFuture> written = new ArrayList<>();
        for (T each : datagrams) {
            OnceBuffer buffer = new OnceBuffer(bytes.apply(each));
            buffers.add(buffer);
            written.add(ctx.write(buffer));
        }
        OnceBuffer mark = OnceBuffer.mark();
        buffers.add(mark);
        ctx.write(mark);
        mark.arm();
        ctx.flush();
        for (int i = 0; i < datagrams.size(); i++) {
            OnceBuffer buffer = buffers.get(i);
            boolean wentOn = buffers.get(i + 1).offered();
            @Nullable Throwable cause = written.get(i).cause();
            if (cause != null) {
                answer.failed(datagrams.get(i), cause);
            } else if (buffer.offered() && !buffer.offeredAgain() && wentOn) {
                answer.taken(datagrams.get(i));
            } else {
                answer.noRoom(datagrams.get(i));
            }
        }
    }
}
