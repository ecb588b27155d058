package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.body.RequestPump;
import dev.quiver.h3.internal.body.UploadFailure;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request's body in DATA frames. The stream is finished only once every byte was taken by the transport; what
 * goes wrong before resets it. Event loop only, but for {@link #sent}.
 */
final class Upload {
    /** The payload of a DATA frame, where the publisher has that much. */
    private static final int FRAME_BYTES = 64 << 10;

    /** How much may wait in the transport's queue: enough to keep it busy, little enough to stay out of memory. */
    private static final int QUEUED_BYTES = 256 << 10;

    /** How long a 100 is waited for (RFC 9110 §10.1.1 leaves it to the client; this is curl's). */
    private static final long CONTINUE_MILLIS = 1_000;

    /** How long the server may take nothing of an upload whose answer it has sent whole. */
    private static final long PATIENCE_SECONDS = 10;

    private enum Phase {
        WAITING,
        SENDING,
        FINISHED,
        STOPPED
    }

    private final RequestStream stream;
    private final RequestPump pump;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ArrayDeque<ByteBuffer> gathered = new ArrayDeque<>();
    private Phase phase = Phase.WAITING;
    private int queued;
    private volatile boolean begun;
    private volatile long sent;

    Upload(RequestStream stream, BodyPublisher publisher, @Nullable Supplier<FieldLines> trailers, Executor executor) {
        this.stream = stream;
        this.pump = new RequestPump(publisher, trailers, executor, this::wake);
    }

    /** Sends once a 100 comes, or none does for a while. */
    void startAfter100(EventLoop loop) {
        loop.schedule(this::start, CONTINUE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void start() {
        if (phase == Phase.WAITING && !stream.isOver()) {
            phase = Phase.SENDING;
            begun = true;
            pump.start();
        }
    }

    /** A final response came: a body that still waits for its 100 is not wanted (RFC 9110 §10.1.1). */
    void finalHead(int status) {
        if (phase == Phase.WAITING) {
            phase = Phase.STOPPED;
            pump.cancel();
        }
    }

    /** The response is whole. A server that is content goes on reading (RFC 9114 §4.1); one that is not need not. */
    void responseEnded(int status) {
        if (phase == Phase.STOPPED || phase == Phase.SENDING && status >= 400) {
            giveUp();
        } else if (phase == Phase.SENDING) {
            watch(sent);
        }
    }

    private void giveUp() {
        abort();
        stream.connection().signals().reset(stream.channel(), H3ErrorCode.H3_REQUEST_CANCELLED.value());
    }

    /**
     * Gives up an upload that does not get on once its answer is there. The transport forgets a stream whose answer has
     * ended and whose sending side was stopped, and keeps what is written to it for ever.
     */
    private void watch(long sentBefore) {
        stream.connection()
                .loop()
                .schedule(
                        () -> {
                            if (phase != Phase.SENDING) {
                                return;
                            }
                            if (queued > 0 && sent == sentBefore) {
                                giveUp();
                            } else {
                                watch(sent);
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** Nothing more is to be sent; whoever says so ends the stream. */
    void abort() {
        if (phase != Phase.FINISHED) {
            phase = Phase.STOPPED;
            gathered.clear();
            pump.cancel();
        }
    }

    /** Whether the publisher was subscribed to. Any thread. */
    boolean begun() {
        return begun;
    }

    /** Bytes that the transport took. Any thread. */
    long sent() {
        return sent;
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                stream.connection().loop().execute(this::send);
            } catch (RejectedExecutionException shutDown) {
                pump.cancel();
            }
        }
    }

    private void send() {
        woken.set(false);
        if (phase != Phase.SENDING) {
            return;
        }
        UploadFailure failure = pump.failure();
        if (failure != null) {
            fail(failure);
            return;
        }
        while (queued < QUEUED_BYTES && phase == Phase.SENDING) {
            int bytes = gather();
            if (bytes == 0) {
                break;
            }
            write(bytes);
        }
        if (phase == Phase.SENDING && queued == 0 && gathered.isEmpty() && pump.exhausted()) {
            // Every write has succeeded; only now may the stream say that it is whole.
            FieldLines trailers = pump.trailers();
            if (trailers == null) {
                phase = Phase.FINISHED;
                stream.connection().signals().finish(stream.channel());
            } else {
                writeTrailers(trailers);
            }
        }
    }

    /** The last frame of the request (RFC 9114 §4.1), which carries the FIN: both are sent or neither is. */
    private void writeTrailers(FieldLines trailers) {
        long most = stream.connection().said().maxFieldSection();
        if (trailers.sectionSize() > most) {
            fail(new UploadFailure("the request's trailers take " + trailers.sectionSize() + " bytes, and "
                    + stream.connection().peer() + " takes at most " + most + " (RFC 9114 §4.2.2)"));
            return;
        }
        phase = Phase.FINISHED;
        stream.guard().finWithNextWrite();
        stream.channel().writeAndFlush(new DefaultHttp3HeadersFrame(Fields.encode(trailers)));
    }

    private void fail(UploadFailure failure) {
        phase = Phase.STOPPED;
        if (stream.isOver()) {
            // The response came first, whole: only the server is left to be told.
            stream.connection().signals().reset(stream.channel(), H3ErrorCode.H3_REQUEST_CANCELLED.value());
        } else {
            stream.uploadFailed(failure);
        }
    }

    /** Takes up to a frame's worth from the pump; how much there is. */
    private int gather() {
        int bytes = 0;
        for (ByteBuffer piece : gathered) {
            bytes += piece.remaining();
        }
        while (bytes < FRAME_BYTES) {
            ByteBuffer piece = pump.poll();
            if (piece == null) {
                break;
            }
            gathered.add(piece);
            bytes += piece.remaining();
        }
        return Math.min(bytes, FRAME_BYTES);
    }

    private void write(int bytes) {
        ByteBuf frame = stream.guard().context().alloc().directBuffer(bytes + 9);
        frame.writeByte(0);
        Varint.write(frame, bytes);
        int left = bytes;
        while (left > 0) {
            ByteBuffer piece = gathered.element();
            if (piece.remaining() <= left) {
                left -= piece.remaining();
                frame.writeBytes(piece);
                gathered.remove();
            } else {
                int limit = piece.limit();
                piece.limit(piece.position() + left);
                frame.writeBytes(piece);
                piece.limit(limit);
                left = 0;
            }
        }
        // One frame carries data and FIN: both are sent or neither is.
        boolean last = queued == 0 && gathered.isEmpty() && pump.exhausted() && pump.trailers() == null;
        Object message = frame;
        if (last) {
            phase = Phase.FINISHED;
            message = stream.connection().signals().last(frame);
        }
        queued += bytes;
        stream.guard().context().writeAndFlush(message).addListener(f -> written((ChannelFuture) f, bytes));
    }

    private void written(ChannelFuture write, int bytes) {
        queued -= bytes;
        if (write.isSuccess()) {
            sent += bytes;
            pump.written(bytes);
            if (phase == Phase.SENDING && woken.compareAndSet(false, true)) {
                send();
            }
            return;
        }
        if (phase == Phase.STOPPED) {
            return;
        }
        // STOP_SENDING: the server has what it wants and may answer yet (RFC 9114 §4.1). Anything else the stream hears
        // of.
        phase = Phase.STOPPED;
        gathered.clear();
        pump.cancel();
    }
}
