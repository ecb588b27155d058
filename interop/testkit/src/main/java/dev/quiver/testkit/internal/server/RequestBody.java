package dev.quiver.testkit.internal.server;

import dev.quiver.quic.internal.spi.StreamSignals;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.internal.log.LoggedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request's body between the transport and whoever reads it. The transport is asked for one buffer at a time and only
 * when someone waits for it, so at most that one buffer is held here. Event loop only, but for
 * {@link #trailers()} and {@link #onLoop}.
 */
final class RequestBody {
    /** After the answer, so much of an unwanted body is let in before the client is told to stop. */
    private static final long PATIENCE_BYTES = 65_536;

    private final ChannelHandlerContext ctx;
    private final LoggedRequest entry;
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>();
    private volatile Fields trailers = Fields.EMPTY;
    private @Nullable CompletableFuture<@Nullable ByteBuffer> waiting;
    private @Nullable IOException failure;
    private boolean ended;
    private boolean discarding;
    private long discarded;

    RequestBody(ChannelHandlerContext ctx, LoggedRequest entry) {
        this.ctx = ctx;
        this.entry = entry;
    }

    void onLoop(Runnable task) {
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else {
            ctx.executor().execute(task);
        }
    }

    void data(ByteBuf part) {
        if (discarding || failure != null) {
            discarded += part.readableBytes();
            part.release();
            if (discarded > PATIENCE_BYTES && failure == null) {
                stopSending(H3Code.NO_ERROR);
            }
        } else {
            parts.add(part);
            deliver();
        }
    }

    void trailers(Fields fields) {
        trailers = fields;
    }

    Fields trailers() {
        return trailers;
    }

    void ended() {
        ended = true;
        deliver();
        noteEnd();
    }

    /** An answer may come before the end of a request that has no body to read. */
    private void noteEnd() {
        if (discarding && ended && discarded == 0) {
            entry.bodyEnded(trailers);
        }
    }

    void failed(IOException cause) {
        if (failure == null && !(ended && parts.isEmpty())) {
            failure = cause;
            parts.forEach(ByteBuf::release);
            parts.clear();
            deliver();
        }
    }

    /** Whether the transport is to be asked for more. */
    boolean wantsMore() {
        return !ended && failure == null && (waiting != null || discarding);
    }

    void read(CompletableFuture<@Nullable ByteBuffer> to) {
        if (waiting != null) {
            to.completeExceptionally(new IllegalStateException("a read waits already"));
            return;
        }
        waiting = to;
        deliver();
        if (waiting != null) {
            ctx.read();
        }
    }

    private void deliver() {
        CompletableFuture<@Nullable ByteBuffer> to = waiting;
        if (to == null) {
            return;
        }
        ByteBuf part = parts.poll();
        if (part != null) {
            ByteBuffer copy = ByteBuffer.allocate(part.readableBytes());
            part.readBytes(copy);
            part.release();
            copy.flip();
            entry.body(copy);
            waiting = null;
            to.complete(copy);
        } else if (failure != null) {
            waiting = null;
            to.completeExceptionally(failure);
        } else if (ended) {
            entry.bodyEnded(trailers);
            waiting = null;
            to.complete(null);
        }
    }

    /** No one will read what is left: lets the end come, and a client that goes on and on is told to stop. */
    void discard() {
        discarding = true;
        for (ByteBuf part : parts) {
            discarded += part.readableBytes();
            part.release();
        }
        parts.clear();
        noteEnd();
        if (wantsMore()) {
            ctx.read();
        }
    }

    void stopSending(long code) {
        if (!ended && failure == null) {
            StreamSignals.get().stopSending(ctx.channel(), code);
            failed(new IOException("the server told the client to stop sending"));
        }
    }
}
