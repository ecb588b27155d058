package dev.quiver.quic.internal.netty;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.RequestOutcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Swaps the socket under a running connection. First in the pipeline of the connection's own socket: once there is a
 * substitute, what is written goes out through it, and what it receives comes in as if it had come here. To the codec
 * nothing changes; to the peer it looks like a NAT that rebinds (RFC 9000 §9.3): same connection id, new address.
 *
 * <p>The own socket stays open, for the codec lives on it, and goes on receiving what is still on its way there. Event
 * loop only.
 */
final class SocketSwitch extends ChannelDuplexHandler {
    private @Nullable Channel substitute;
    private @Nullable ChannelHandlerContext own;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        own = ctx;
    }

    /** Binds a socket to this address and uses it from then on. */
    CompletableFuture<InetSocketAddress> rebind(InetSocketAddress local) {
        CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
        ChannelHandlerContext ctx = own;
        if (ctx == null || !ctx.channel().isOpen()) {
            done.completeExceptionally(failure(local, null));
            return done;
        }
        ChannelFuture bound = UdpSockets.bind(ctx.channel().eventLoop(), local, new Inward(ctx));
        bound.addListener(f -> {
            if (!f.isSuccess()) {
                done.completeExceptionally(failure(local, f.cause()));
                return;
            }
            Channel previous = substitute;
            substitute = bound.channel();
            if (previous != null) {
                previous.close();
            }
            if (!ctx.channel().isOpen()) {
                bound.channel().close();
                done.completeExceptionally(failure(local, null));
                return;
            }
            done.complete((InetSocketAddress) bound.channel().localAddress());
        });
        return done;
    }

    private static QuicException failure(InetSocketAddress local, @Nullable Throwable cause) {
        return failure(local, cause == null ? "the connection is over" : String.valueOf(cause.getMessage()), cause);
    }

    static QuicException failure(InetSocketAddress local, String why, @Nullable Throwable cause) {
        return new QuicException(
                Kind.IO,
                ErrorScope.MESSAGE,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "cannot rebind to " + local + ": " + why + "; the connection stays on its old socket",
                cause);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        Channel to = substitute;
        if (to == null) {
            ctx.write(msg, promise);
            return;
        }
        to.write(msg).addListener(f -> {
            if (f.isSuccess()) {
                promise.trySuccess();
            } else {
                promise.tryFailure(f.cause());
            }
        });
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        Channel to = substitute;
        if (to != null) {
            to.flush();
        }
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (substitute != null) {
            substitute.close();
        }
        ctx.fireChannelInactive();
    }

    /** Carries what the substitute receives to the connection's own pipeline. */
    private static final class Inward extends ChannelInboundHandlerAdapter {
        private final ChannelHandlerContext to;

        private Inward(ChannelHandlerContext to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (msg instanceof DatagramPacket packet && to.channel().isOpen()) {
                InetSocketAddress recipient = (InetSocketAddress) to.channel().localAddress();
                to.fireChannelRead(new DatagramPacket(packet.content(), recipient, packet.sender()));
            } else {
                io.netty.util.ReferenceCountUtil.release(msg);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            to.fireChannelReadComplete();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // As for the own socket: no error of a socket ends the connection.
            to.fireExceptionCaught(cause);
        }
    }
}
