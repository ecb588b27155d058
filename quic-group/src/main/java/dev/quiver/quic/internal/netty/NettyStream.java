package dev.quiver.quic.internal.netty;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.Chunk;
import dev.quiver.quic.Initiator;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.SendStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream over Netty's stream channel: a sending part, a receiving part, or both. */
final class NettyStream {
    private final QuicStreamChannel channel;
    private final QuicConnectionGroup group;
    private final Initiator initiator;
    private final Completions completions;
    private final AtomicBoolean extracted = new AtomicBoolean();
    private final @Nullable SendPart send;
    private final @Nullable ReceivePart receive;

    NettyStream(
            QuicStreamChannel channel,
            QuicConnectionGroup group,
            Initiator initiator,
            Function<Throwable, QuicException> translation) {
        this.channel = channel;
        this.group = group;
        this.initiator = initiator;
        this.completions = new Completions(channel);
        boolean both = channel.type() == QuicStreamType.BIDIRECTIONAL;
        this.send = both || initiator == Initiator.LOCAL
                ? new SendPart(channel, translation, completions, this::isReceiveOver, this::partDone)
                : null;
        this.receive = both || initiator == Initiator.PEER
                ? new ReceivePart(channel, translation, completions, this::partDone)
                : null;
    }

    private boolean isReceiveOver() {
        return receive == null || receive.isOver();
    }

    private void partDone() {
        if ((send == null || send.isDone()) && (receive == null || receive.isDone())) {
            channel.close();
        }
    }

    /** What the caller sees. */
    QuicStream face() {
        if (send != null && receive != null) {
            return new Both(send, receive);
        }
        if (send != null) {
            return new Sending(send);
        }
        if (receive != null) {
            return new Receiving(receive);
        }
        throw new IllegalStateException("a stream with no part");
    }

    void extract(Executor executor) {
        if (!extracted.compareAndSet(false, true)) {
            throw new IllegalStateException("stream " + channel.streamId() + " is extracted already");
        }
        completions.use(executor);
    }

    void reinsert() {
        if (!extracted.compareAndSet(true, false)) {
            throw new IllegalStateException("stream " + channel.streamId() + " is not extracted");
        }
        completions.useEventLoop();
    }

    private void prioritise(int urgency, boolean incremental) {
        if (urgency < 0 || urgency > 7) {
            throw new IllegalArgumentException("an urgency is 0 to 7 (RFC 9218 §4.1), not " + urgency);
        }
        channel.updatePriority(new QuicStreamPriority(urgency, incremental));
    }

    ChannelHandler handler() {
        return new Handler();
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (receive != null && msg instanceof ByteBuf data) {
                receive.read(data);
            } else {
                ReferenceCountUtil.release(msg);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (receive != null) {
                receive.readComplete();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (receive != null && event == ChannelInputShutdownReadComplete.INSTANCE) {
                receive.fin();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (send != null && ctx.channel().isWritable()) {
                send.pump();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (receive != null) {
                receive.end(cause);
            }
            if (send != null && cause instanceof QuicStreamResetException) {
                send.peerReset();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (receive != null) {
                receive.end(new ClosedChannelException());
            }
            if (send != null && !send.isDone()) {
                send.end(null);
            }
        }
    }

    /** What the caller holds. */
    abstract class Face implements QuicStream {
        NettyStream stream() {
            return NettyStream.this;
        }

        @Override
        public long id() {
            return channel.streamId();
        }

        @Override
        public Initiator initiator() {
            return initiator;
        }

        @Override
        public QuicConnectionGroup group() {
            return group;
        }

        @Override
        public String toString() {
            return type() + " stream " + id() + " of " + group;
        }
    }

    private final class Sending extends Face implements SendStream {
        private final SendPart part;

        private Sending(SendPart part) {
            this.part = part;
        }

        @Override
        public CompletableFuture<Void> send(ByteBuffer data) {
            return part.send(data);
        }

        @Override
        public CompletableFuture<Void> finish() {
            return part.send(null);
        }

        @Override
        public void reset(long code) {
            part.reset(NettyStreamSignals.checkCode(code));
        }

        @Override
        public void priority(int urgency, boolean incremental) {
            prioritise(urgency, incremental);
        }
    }

    private final class Receiving extends Face implements ReceiveStream {
        private final ReceivePart part;

        private Receiving(ReceivePart part) {
            this.part = part;
        }

        @Override
        public CompletableFuture<Chunk> receive(int min, int max) {
            return part.receive(min, max);
        }

        @Override
        public void stopSending(long code) {
            part.stop(NettyStreamSignals.checkCode(code));
        }
    }

    private final class Both extends Face implements BidirectionalStream {
        private final SendPart out;
        private final ReceivePart in;

        private Both(SendPart out, ReceivePart in) {
            this.out = out;
            this.in = in;
        }

        @Override
        public CompletableFuture<Void> send(ByteBuffer data) {
            return out.send(data);
        }

        @Override
        public CompletableFuture<Void> finish() {
            return out.send(null);
        }

        @Override
        public void reset(long code) {
            out.reset(NettyStreamSignals.checkCode(code));
        }

        @Override
        public void priority(int urgency, boolean incremental) {
            prioritise(urgency, incremental);
        }

        @Override
        public CompletableFuture<Chunk> receive(int min, int max) {
            return in.receive(min, max);
        }

        @Override
        public void stopSending(long code) {
            in.stop(NettyStreamSignals.checkCode(code));
        }
    }
}
