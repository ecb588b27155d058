package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadEndTest {
    @Test
    void onAnotherLoopNothingIsHeld() {
        ReadEnd end = new ReadEnd();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        EmbeddedChannel channel = new EmbeddedChannel(end, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                ended.complete(null);
            }
        });
        channel.pipeline().fireChannelReadComplete();
        assertThat(ended).isDone();
        assertThat(end.holds()).isFalse();
        channel.finish();
    }

    /** A read, what the loop does after it in the same turn, and the read's end. */
    @Test
    void aReadEndsWithTheTurnUnlessItIsReleasedBefore() throws Exception {
        assertThat(order(false)).containsExactly("read", "task", "end");
        assertThat(order(true)).containsExactly("read", "end", "task");
    }

    private static List<String> order(boolean released) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<Void> ran = new CompletableFuture<>();
        MultiThreadIoEventLoopGroup group = ShiftLoopTest.group(LocalIoHandler.newFactory());
        try {
            LocalAddress address = new LocalAddress(ReadEndTest.class);
            new ServerBootstrap()
                    .group(group)
                    .channel(LocalServerChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel child) {
                            ReadEnd end = new ReadEnd();
                            child.pipeline().addLast(new Releaser(released, end), end, new Watcher(seen, ended, ran));
                        }
                    })
                    .bind(address)
                    .get(30, TimeUnit.SECONDS);
            Channel client = new Bootstrap()
                    .group(group)
                    .channel(LocalChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(address)
                    .sync()
                    .channel();
            client.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).get(30, TimeUnit.SECONDS);
            ended.get(30, TimeUnit.SECONDS);
            ran.get(30, TimeUnit.SECONDS);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
        }
        return seen;
    }

    /** Ends the read at once, if it is to. */
    private static final class Releaser extends ChannelInboundHandlerAdapter {
        private final boolean released;
        private final ReadEnd end;

        Releaser(boolean released, ReadEnd end) {
            this.released = released;
            this.end = end;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.fireChannelReadComplete();
            if (released && end.holds()) {
                end.release();
            }
        }
    }

    private static final class Watcher extends ChannelInboundHandlerAdapter {
        private final List<String> seen;
        private final CompletableFuture<Void> ended;
        private final CompletableFuture<Void> ran;

        Watcher(List<String> seen, CompletableFuture<Void> ended, CompletableFuture<Void> ran) {
            this.seen = seen;
            this.ended = ended;
            this.ran = ran;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ((ByteBuf) msg).release();
            seen.add("read");
            ctx.channel().eventLoop().execute(() -> {
                seen.add("task");
                ran.complete(null);
            });
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            seen.add("end");
            ended.complete(null);
        }
    }
}
