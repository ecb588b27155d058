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
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sending part of a stream. State belongs to the event loop. */
final class SendPart {
    /** One write to the codec; smaller costs calls, larger only moves the copy. */
    private static final int PIECE = 64 * 1024;

    /**
     * A stream that the peer both reset and stopped is forgotten by the codec, which then keeps writes for it without
     * a word. So once the peer has reset its side, a write must make progress within this time.
     */
    private static final long PROGRESS_MILLIS = 2000;

    private final QuicStreamChannel channel;
    private final Function<Throwable, QuicException> translation;
    private final Completions completions;
    private final Runnable onDone;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    /** Handed to the codec to their last byte, and not yet taken by the transport. */
    private final ArrayDeque<CompletableFuture<Void>> inFlight = new ArrayDeque<>();

    private @Nullable ChannelFuture lastWrite;
    private @Nullable QuicException ended;
    private boolean finished;
    private boolean done;
    private boolean peerReset;

    SendPart(
            QuicStreamChannel channel,
            Function<Throwable, QuicException> translation,
            Completions completions,
            Runnable onDone) {
        this.channel = channel;
        this.translation = translation;
        this.completions = completions;
        this.onDone = onDone;
    }

    /** Bytes to send, or the end of the stream where there is no data. */
    private record Pending(@Nullable ByteBuffer data, CompletableFuture<Void> sent) {}

    CompletableFuture<Void> send(@Nullable ByteBuffer data) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        onLoop(() -> add(new Pending(data, sent)));
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

    /** Writes while there is room. */
    void pump() {
        while (!queue.isEmpty() && ended == null) {
            Pending next = queue.peek();
            ByteBuffer data = next.data;
            if (data == null) {
                queue.poll();
                finish(next);
                return;
            }
            // One write may wait in the codec even without room: only what waits there hears of a STOP_SENDING.
            if (data.hasRemaining() && !channel.isWritable() && lastWrite != null && !lastWrite.isDone()) {
                return;
            }
            int size = Math.min(PIECE, data.remaining());
            ByteBuf piece = channel.alloc().directBuffer(size);
            ByteBuffer slice = data.slice().limit(size);
            piece.writeBytes(slice);
            data.position(data.position() + size);
            boolean last = !data.hasRemaining();
            if (last) {
                queue.poll();
                inFlight.add(next.sent);
            }
            ChannelFuture write = channel.writeAndFlush(piece);
            lastWrite = write;
            if (peerReset && !write.isDone()) {
                watch(write, piece, size);
            }
            write.addListener(f -> {
                if (!f.isSuccess()) {
                    fail(next.sent, end(f.cause()));
                } else {
                    if (last) {
                        inFlight.remove(next.sent);
                        succeed(next.sent);
                    }
                    pump();
                }
            });
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
        if (lastWrite == null || lastWrite.isDone()) {
            finishNow(pending);
        } else {
            lastWrite.addListener(f -> finishNow(pending));
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
        onLoop(() -> {
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
            ended = translation.apply(cause != null ? cause : new java.nio.channels.ClosedChannelException());
        }
        failQueue();
        done();
        return ended.again();
    }

    private void failQueue() {
        for (CompletableFuture<Void> waiting : inFlight) {
            fail(waiting, ended == null ? new IllegalStateException() : ended.again());
        }
        inFlight.clear();
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

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }
}
