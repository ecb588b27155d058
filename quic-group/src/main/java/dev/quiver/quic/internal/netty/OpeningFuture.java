package dev.quiver.quic.internal.netty;

import dev.quiver.quic.Initiator;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.QuicTransport.Cancellation;
import dev.quiver.quic.internal.spi.QuicTransport.StreamOpening;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The future of a stream asked for; ending it otherwise, by a cancel or a time-out, gives up its place. */
final class OpeningFuture<S> extends CompletableFuture<S> implements StreamOpening {
    private final QuicConnectionGroup group;
    private final StreamType type;
    private final Class<S> face;
    private @Nullable Cancellation cancellation;

    OpeningFuture(QuicConnectionGroup group, StreamType type, Class<S> face) {
        this.group = group;
        this.type = type;
        this.face = face;
    }

    StreamType type() {
        return type;
    }

    void open(Connection connection) {
        Initializer initializer = new Initializer(connection::translate);
        synchronized (this) {
            if (isDone()) {
                return;
            }
            cancellation = connection.openStream(type, initializer, this);
        }
        // A cancel, a time-out of orTimeout, or whatever else the caller ends it with.
        whenComplete((stream, error) -> {
            if (error != null) {
                giveUp();
            }
        });
    }

    private final class Initializer extends ChannelInboundHandlerAdapter {
        private final Function<Throwable, QuicException> translation;

        private Initializer(Function<Throwable, QuicException> translation) {
            this.translation = translation;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            QuicStreamChannel channel = (QuicStreamChannel) ctx.channel();
            channel.config().setAutoRead(false);
            NettyStream stream = new NettyStream(channel, group, Initiator.LOCAL, translation);
            ctx.pipeline().replace(this, null, stream.handler());
            opened = face.cast(stream.face());
        }
    }

    private @Nullable S opened;

    @Override
    public void opened(Channel stream, long id) {
        if (!complete(opened)) {
            // Cancelled on the way: the id is used, and the peer told so only if it ever saw the stream.
            ((QuicStreamChannel) stream).shutdown(0);
            stream.close();
        }
    }

    @Override
    public void failed(QuicException cause) {
        completeExceptionally(cause);
    }

    @Override
    public boolean wanted() {
        return !isDone();
    }

    private void giveUp() {
        Cancellation waiting;
        synchronized (this) {
            waiting = cancellation;
        }
        if (waiting != null) {
            waiting.cancel();
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
