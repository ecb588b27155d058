package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupOptions;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The codec of one connection of a client's, made outside of the event loop while the host is looked up. For each codec
 * quiche reads all certificates that the system trusts, though it judges nobody here: some four milliseconds, in which the
 * loop's other connections would wait. One that is not used is freed by the garbage collector, with what it holds.
 */
final class CodecInMaking {
    private final CompletableFuture<ChannelHandler> made;
    private volatile @Nullable Function<QuicChannel, QuicSslEngine> engines;

    private CodecInMaking(GroupOptions options) {
        CompletableFuture<ChannelHandler> coming;
        try {
            coming = CompletableFuture.supplyAsync(() -> make(options), options.executor());
        } catch (RejectedExecutionException refused) {
            coming = CompletableFuture.completedFuture(null).thenApply(nothing -> make(options));
        }
        made = coming;
    }

    /** Begins it on the group's executor; on this thread where that refuses. */
    static CodecInMaking begin(GroupOptions options) {
        return new CodecInMaking(options);
    }

    private ChannelHandler make(GroupOptions options) {
        return TransportSettings.client(options, this::engine);
    }

    private QuicSslEngine engine(QuicChannel channel) {
        Function<QuicChannel, QuicSslEngine> source = engines;
        if (source == null) {
            throw new IllegalStateException("a connection before the codec was taken");
        }
        return source.apply(channel);
    }

    /**
     * Takes it, once. Event loop only.
     *
     * @param source gives the connection its TLS
     * @param then told the codec, or why there is none, on the loop: now if it is ready
     */
    void take(
            EventLoop loop,
            Function<QuicChannel, QuicSslEngine> source,
            BiConsumer<@Nullable ChannelHandler, @Nullable Throwable> then) {
        engines = source;
        made.whenComplete((codec, error) -> OnLoop.run(loop, () -> then.accept(codec, cause(error))));
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : error;
    }
}
