package dev.quiver.quic.internal.netty;

import dev.quiver.quic.Chunk;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.RequestOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The receiving part of a stream: reads from the codec only as far as somebody waits. Event loop only. */
final class ReceivePart {
    /** Read ahead of the caller up to this, so that the next call need not wait for a turn of the loop. */
    private static final int READ_AHEAD = 64 * 1024;

    private final QuicStreamChannel channel;
    private final Function<Throwable, QuicException> translation;
    private final Completions completions;
    private final Runnable onDone;
    private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>();
    private int buffered;
    private boolean fin;
    private boolean done;
    private @Nullable QuicException ended;
    private @Nullable Waiting waiting;

    ReceivePart(
            QuicStreamChannel channel,
            Function<Throwable, QuicException> translation,
            Completions completions,
            Runnable onDone) {
        this.channel = channel;
        this.translation = translation;
        this.completions = completions;
        this.onDone = onDone;
    }

    private record Waiting(int min, int max, CompletableFuture<Chunk> chunk) {}

    CompletableFuture<Chunk> receive(int min, int max) {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException("min must be at least 1 and max at least min: " + min + ", " + max);
        }
        CompletableFuture<Chunk> chunk = new CompletableFuture<>();
        OnLoop.run(channel.eventLoop(), () -> receive(min, max, chunk), () -> {
            // The loop is gone and nobody else touches the state; what came to its FIN is still here.
            synchronized (this) {
                receive(min, max, chunk);
            }
        });
        return chunk;
    }

    private void receive(int min, int max, CompletableFuture<Chunk> chunk) {
        if (waiting != null && !waiting.chunk.isDone()) {
            fail(chunk, new IllegalStateException("a receive is waiting already"));
            return;
        }
        waiting = new Waiting(min, max, chunk);
        deliver();
        readOn();
    }

    void read(ByteBuf data) {
        if (ended != null) {
            data.release();
            return;
        }
        buffers.add(data);
        buffered += data.readableBytes();
    }

    void readComplete() {
        deliver();
        readOn();
    }

    void fin() {
        fin = true;
        deliver();
        if (buffered == 0) {
            done();
        }
    }

    /** Reset by the peer, or the connection ended. A stream that is here to its FIN can still be received. */
    void end(Throwable cause) {
        if (ended == null && !fin) {
            end(translation.apply(cause));
        }
        // Nobody may ever come for the rest: it moves to memory that needs no release.
        for (int i = buffers.size(); i > 0; i--) {
            ByteBuf pooled = buffers.removeFirst();
            buffers.addLast(Unpooled.copiedBuffer(pooled));
            pooled.release();
        }
    }

    private void end(QuicException cause) {
        ended = cause;
        buffers.forEach(ByteBuf::release);
        buffers.clear();
        buffered = 0;
        if (waiting != null) {
            fail(waiting.chunk, cause.again());
            waiting = null;
        }
        done();
    }

    void stop(int code) {
        OnLoop.run(channel.eventLoop(), () -> {
            if (ended == null && !done) {
                channel.shutdownInput(code);
                QuicErrorCode named = QuicErrorCode.application(code);
                end(new QuicException(
                        Kind.CANCELLED,
                        ErrorScope.STREAM,
                        Origin.LOCAL,
                        named,
                        RequestOutcome.UNKNOWN,
                        "reading the stream was stopped on this side with " + named,
                        null));
            }
        });
    }

    private void deliver() {
        Waiting call = waiting;
        if (call == null || call.chunk.isDone()) {
            return;
        }
        if (ended != null) {
            waiting = null;
            fail(call.chunk, ended.again());
            return;
        }
        if (buffered < call.min && !fin) {
            return;
        }
        waiting = null;
        int size = Math.min(call.max, buffered);
        ByteBuffer data = ByteBuffer.allocate(size);
        while (data.hasRemaining()) {
            ByteBuf first = buffers.getFirst();
            int part = Math.min(first.readableBytes(), data.remaining());
            ByteBuffer window = data.duplicate().limit(data.position() + part);
            first.readBytes(window);
            data.position(data.position() + part);
            if (!first.isReadable()) {
                buffers.removeFirst().release();
            }
        }
        buffered -= size;
        boolean last = fin && buffered == 0;
        if (last) {
            done();
        }
        Chunk result = new Chunk(data.flip(), last);
        completions.execute(() -> call.chunk.complete(result));
    }

    private void readOn() {
        if (ended == null && !fin && (waiting != null || buffered < READ_AHEAD)) {
            channel.read();
        }
    }

    private void fail(CompletableFuture<Chunk> chunk, Throwable cause) {
        completions.execute(() -> chunk.completeExceptionally(cause));
    }

    /** Whether the peer has ended its side, read to its end or not. */
    boolean isOver() {
        return fin || ended != null;
    }

    boolean isDone() {
        return done;
    }

    private void done() {
        if (!done) {
            done = true;
            onDone.run();
        }
    }
}
