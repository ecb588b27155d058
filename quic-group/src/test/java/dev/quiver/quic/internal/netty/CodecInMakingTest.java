package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.QuicConnectionGroup;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The codec of a connection, made where the event loop is not held up. */
class CodecInMakingTest {
    private final EventLoop loop = new DefaultEventLoop();
    private final Queue<Runnable> executor = new ArrayDeque<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static GroupOptions options(Executor executor) {
        return QuicConnectionGroup.newBuilder("localhost", 1)
                .alpn("raw")
                .executor(executor)
                .options();
    }

    private CompletableFuture<ChannelHandler> taken(CodecInMaking codec) {
        CompletableFuture<ChannelHandler> taken = new CompletableFuture<>();
        loop.execute(() -> codec.take(
                loop,
                channel -> {
                    throw new AssertionError("no connection was made");
                },
                (made, error) -> {
                    assertThat(loop.inEventLoop()).isTrue();
                    if (made != null) {
                        taken.complete(made);
                    } else {
                        taken.completeExceptionally(error);
                    }
                }));
        return taken;
    }

    @Test
    void theExecutorMakesItAndTheLoopWaitsForNothing() throws Exception {
        CompletableFuture<ChannelHandler> taken = taken(CodecInMaking.begin(options(executor::add)));
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.execute(() -> later.complete(null));
        later.get(30, TimeUnit.SECONDS);
        assertThat(taken).isNotDone();
        executor.remove().run();
        assertThat(taken.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(executor).isEmpty();
    }

    @Test
    void whereTheExecutorRefusesItIsMadeAllTheSame() throws Exception {
        CodecInMaking codec = CodecInMaking.begin(options(task -> {
            throw new RejectedExecutionException("full");
        }));
        assertThat(taken(codec).get(30, TimeUnit.SECONDS)).isNotNull();
    }
}
