package dev.quiver.benchmarks.peers.netty;

import dev.quiver.benchmarks.peer.Chunks;
import dev.quiver.benchmarks.peer.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request and its response. Event loop only. */
final class Exchange extends Http3RequestStreamInboundHandler {
    private static final ByteBuf ZEROS =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(Chunks.SIZE).writeZero(Chunks.SIZE));

    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final Runnable ended;
    private long toSend;
    private long received;
    private int status;
    private @Nullable String serverSays;

    Exchange(long upload, Runnable ended) {
        this.toSend = upload;
        this.ended = ended;
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    /** Writes while there is room. The FIN waits for the last write: sooner it would cut the upload short. */
    void pump(QuicStreamChannel stream) {
        while (toSend > 0 && stream.isWritable()) {
            int size = (int) Math.min(toSend, Chunks.SIZE);
            toSend -= size;
            ChannelFuture written = stream.write(new DefaultHttp3DataFrame(ZEROS.slice(0, size)));
            if (toSend == 0) {
                written.addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
            }
        }
        stream.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        if (toSend > 0 && context.channel().isWritable()) {
            pump((QuicStreamChannel) context.channel());
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
        status = Integer.parseInt(String.valueOf(frame.headers().status()));
        CharSequence said = frame.headers().get(Reply.PROTOCOL_FIELD);
        serverSays = said == null ? null : said.toString();
    }

    @Override
    protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
        received += frame.content().readableBytes();
        frame.release();
    }

    @Override
    protected void channelInputClosed(ChannelHandlerContext context) {
        context.close();
        reply.complete(new Reply(status, received, "h3", serverSays));
        ended.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        reply.completeExceptionally(error);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (!reply.isDone()) {
            reply.completeExceptionally(new IOException("the stream ended after " + received + " bytes"));
        }
        super.channelInactive(context);
    }
}
