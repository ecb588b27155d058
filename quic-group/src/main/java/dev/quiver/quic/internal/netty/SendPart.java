package dev.quiver.quic.internal.netty;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.RequestOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sending part of a stream. State belongs to the event loop. */
final class SendPart {
    /**
     * One write to the codec; smaller costs calls, larger only moves the copy. Uneven, so that pieces do not fill a window
     * to the byte: then no write would wait to hear of a STOP_SENDING, nor {@link #isForgotten} be able to tell.
     */
    private static final int PIECE = 64 * 1024 - 1;

    /**
     * A stream that the peer both reset and stopped is forgotten by the codec, which then keeps writes for it without
     * a word. So once the peer has reset its side, a write must make progress within this time.
     */
    private static final long PROGRESS_MILLIS = 2000;

    private final QuicStreamChannel channel;
    private final Function<Throwable, QuicException> translation;
    private final Completions completions;
    private final BooleanSupplier alone;
    private final Runnable onDone;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    /** Handed to the codec to their last byte, and not yet taken by the transport. */
    private final ArrayDeque<CompletableFuture<Void>> inFlight = new ArrayDeque<>();

    /**
     * The last bytes so far, promised to be sent and kept for a moment: a FIN that follows at once goes with them. See
     * {@link LateFin} for why it should.
     */
    private @Nullable ByteBuf held;

    /** An end that waits for the last write or its acknowledgement. */
    private @Nullable CompletableFuture<Void> finishing;

    private @Nullable ChannelFuture lastWrite;
    private long lastWriteNanos;
    private @Nullable QuicException ended;
    private boolean finished;
    private boolean done;
    private boolean peerReset;
    private boolean pumping;

    /** @param alone tells whether nothing is received on the stream, or nothing any more */
    SendPart(
            QuicStreamChannel channel,
            Function<Throwable, QuicException> translation,
            Completions completions,
            BooleanSupplier alone,
            Runnable onDone) {
        this.channel = channel;
        this.translation = translation;
        this.completions = completions;
        this.alone = alone;
        this.onDone = onDone;
    }

    /** Bytes to send, or the end of the stream where there is no data. */
    private record Pending(@Nullable ByteBuffer data, CompletableFuture<Void> sent) {}

    CompletableFuture<Void> send(@Nullable ByteBuffer data) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        OnLoop.run(
                channel.eventLoop(),
                () -> add(new Pending(data, sent)),
                () -> sent.completeExceptionally(translation.apply(new ClosedChannelException())));
        return sent;
    }

    private void add(Pending pending) {
        if (ended != null) {
            fail(pending.sent, ended.again());
        } else if (finished) {
            fail(pending.sent, new IllegalStateException("the stream is finished"));
        } else {
            finished = pending.data == null;
            queue.add(pending);
            pump();
        }
    }

    /** Writes while there is room. A write that ends at once calls back into this; the loop under way takes it on. */
    void pump() {
        if (!pumping) {
            pumping = true;
            try {
                pumpOn();
            } finally {
                pumping = false;
            }
        }
    }

    private void pumpOn() {
        while (!queue.isEmpty() && ended == null) {
            Pending next = queue.peek();
            ByteBuffer data = next.data;
            if (data == null) {
                queue.poll();
                finish(next);
                return;
            }
            if (!data.hasRemaining()) {
                // Nothing to write, and what is held may still go with the FIN.
                queue.poll();
                succeed(next.sent);
                continue;
            }
            writeHeld(null);
            // One write may wait in the codec for room: only what waits there hears of a STOP_SENDING.
            if (isWaiting()) {
                return;
            }
            ByteBuf piece = nextPiece(data);
            boolean last = !data.hasRemaining();
            if (!last) {
                write(piece, null, null);
                continue;
            }
            queue.poll();
            Pending after = queue.peek();
            if (after != null && after.data == null) {
                queue.poll();
                write(piece, next.sent, after.sent);
            } else if (after == null && !isWaiting()) {
                hold(piece);
                succeed(next.sent);
            } else {
                write(piece, next.sent, null);
            }
        }
    }

    private void hold(ByteBuf piece) {
        held = piece;
        Runnable writeUnlessWritten = () -> {
            if (held == piece) {
                writeHeld(null);
            }
        };
        if (alone.getAsBoolean()) {
            channel.eventLoop().schedule(writeUnlessWritten, LateFin.HOLD_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            channel.eventLoop().execute(writeUnlessWritten);
        }
    }

    /** Whether a write waits in the codec for room. The channel's own word is stale between writes: it is not asked. */
    private boolean isWaiting() {
        return lastWrite != null && !lastWrite.isDone();
    }

    private ByteBuf nextPiece(ByteBuffer data) {
        int size = Math.min(PIECE, data.remaining());
        ByteBuf piece = channel.alloc().directBuffer(size);
        piece.writeBytes(data.slice().limit(size));
        data.position(data.position() + size);
        return piece;
    }

    private void writeHeld(@Nullable CompletableFuture<Void> fin) {
        ByteBuf piece = held;
        if (piece != null) {
            held = null;
            write(piece, null, fin);
        }
    }

    /** Writes, with the FIN if a future for it is given. */
    private void write(ByteBuf piece, @Nullable CompletableFuture<Void> sent, @Nullable CompletableFuture<Void> fin) {
        int size = piece.readableBytes();
        if (sent != null) {
            inFlight.add(sent);
        }
        if (fin != null) {
            inFlight.add(fin);
        }
        ChannelFuture write = channel.writeAndFlush(fin == null ? piece : new DefaultQuicStreamFrame(piece, true));
        lastWrite = write;
        lastWriteNanos = System.nanoTime();
        if (peerReset && !write.isDone()) {
            watch(write, piece, size);
        }
        write.addListener(f -> {
            if (!f.isSuccess()) {
                end(f.cause());
                return;
            }
            lastWriteNanos = System.nanoTime();
            taken(sent);
            taken(fin);
            if (fin != null) {
                done();
            }
            pump();
        });
        if (isForgotten(write, piece, size)) {
            end(new ChannelOutputShutdownException("stopped by the peer while nothing was being sent"));
        }
    }

    /**
     * Whether the codec keeps the write for a stream that the transport knows no more: stopped by the peer while no write
     * waited, and reset in answer to that. It takes nothing though there was room when it was last asked; for a stream
     * that it knows, it asks again with each write, and there is none then.
     */
    private boolean isForgotten(ChannelFuture write, ByteBuf piece, int size) {
        return !write.isDone() && size > 0 && piece.readableBytes() == size && channel.bytesBeforeUnwritable() > 0;
    }

    private void taken(@Nullable CompletableFuture<Void> sent) {
        if (sent != null) {
            inFlight.remove(sent);
            succeed(sent);
        }
    }

    /** The peer reset its side; it may have stopped this one without the codec telling. */
    void peerReset() {
        peerReset = true;
    }

    private void watch(ChannelFuture write, ByteBuf piece, int size) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!write.isDone() && piece.readableBytes() == size) {
                                end(new ChannelOutputShutdownException("reset by the peer and no longer read"));
                            }
                        },
                        PROGRESS_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** The FIN would overtake writes that still wait for room, so it waits for the last of them. */
    private void finish(Pending pending) {
        if (held != null) {
            writeHeld(pending.sent);
        } else if (lastWrite == null) {
            finishNow(pending);
        } else {
            finishing = pending.sent;
            lastWrite.addListener(f -> finishLate(pending));
        }
    }

    private void finishLate(Pending pending) {
        if (alone.getAsBoolean()) {
            LateFin.schedule(channel, lastWriteNanos, () -> finishNow(pending));
        } else {
            finishNow(pending);
        }
    }

    private void finishNow(Pending pending) {
        if (ended != null) {
            fail(pending.sent, ended.again());
            return;
        }
        channel.shutdownOutput().addListener(f -> {
            if (f.isSuccess()) {
                succeed(pending.sent);
                done();
            } else {
                fail(pending.sent, end(f.cause()));
            }
        });
    }

    void reset(int code) {
        OnLoop.run(channel.eventLoop(), () -> {
            if (ended == null && !done) {
                QuicErrorCode named = QuicErrorCode.application(code);
                ended = new QuicException(
                        Kind.CANCELLED,
                        ErrorScope.STREAM,
                        Origin.LOCAL,
                        named,
                        RequestOutcome.UNKNOWN,
                        "the stream was reset on this side with " + named,
                        null);
                channel.shutdownOutput(code);
                failQueue();
                done();
            }
        });
    }

    /** The connection ended, or the peer stopped the stream. */
    QuicException end(@Nullable Throwable cause) {
        if (ended == null) {
            ended = translation.apply(cause != null ? cause : new ClosedChannelException());
        }
        failQueue();
        done();
        return ended.again();
    }

    private void failQueue() {
        if (held != null) {
            held.release();
            held = null;
        }
        for (CompletableFuture<Void> waiting : inFlight) {
            fail(waiting, ended == null ? new IllegalStateException() : ended.again());
        }
        inFlight.clear();
        if (finishing != null) {
            fail(finishing, ended == null ? new IllegalStateException() : ended.again());
            finishing = null;
        }
        for (Pending p = queue.poll(); p != null; p = queue.poll()) {
            fail(p.sent, ended == null ? new IllegalStateException() : ended.again());
        }
    }

    private void succeed(CompletableFuture<Void> sent) {
        completions.execute(() -> sent.complete(null));
    }

    private void fail(CompletableFuture<Void> sent, Throwable cause) {
        completions.execute(() -> sent.completeExceptionally(cause));
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
