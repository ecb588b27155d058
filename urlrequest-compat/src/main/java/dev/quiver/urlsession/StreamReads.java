package dev.quiver.urlsession;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.Chunk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The reading side of a stream task: one read after another. All but the two calls on top happens in the link's turn. */
final class StreamReads {
    private static final int CHUNK = 64 * 1024;

    private static final class Read {
        final int minimum;
        final int maximum;
        final Duration timeout;
        final CompletableFuture<StreamTask.Reading> done = new CompletableFuture<>();

        @Nullable
        Future<?> alarm;

        Read(int minimum, int maximum, Duration timeout) {
            this.minimum = minimum;
            this.maximum = maximum;
            this.timeout = timeout;
        }
    }

    private final StreamLink link;
    private final Queue<Read> reads = new ArrayDeque<>();
    private final Queue<ByteBuffer> buffered = new ArrayDeque<>();
    private long available;
    private boolean receiving;
    private boolean atEnd;
    private boolean closed;

    StreamReads(StreamLink link) {
        this.link = link;
    }

    CompletableFuture<StreamTask.Reading> read(int minimum, int maximum, Duration timeout) {
        Read read = new Read(minimum, maximum, timeout);
        link.take(() -> {
            reads.add(read);
            advance();
        });
        return read.done;
    }

    void close() {
        link.take(() -> {
            if (closed) {
                return;
            }
            closed = true;
            BidirectionalStream stream = link.stream();
            if (stream != null && !atEnd) {
                stream.stopSending(0);
            }
            link.readClosed();
            advance();
        });
    }

    boolean isOver() {
        return closed || atEnd;
    }

    boolean isIdle() {
        return reads.isEmpty() && !receiving;
    }

    /** What was received and nobody has read; taken away. */
    ByteBuffer rest() {
        return take((int) Math.min(Integer.MAX_VALUE - 8, available));
    }

    void advance() {
        while (!reads.isEmpty()) {
            Read next = reads.element();
            UrlError over = link.over();
            if (over == null && closed) {
                over = StreamErrors.error(
                        UrlErrorCode.NETWORK_CONNECTION_LOST, "the reading was closed here", link.task(), null);
            }
            if (over != null) {
                UrlError why = over;
                finish(next, () -> next.done.completeExceptionally(why));
            } else if (available >= next.minimum || atEnd) {
                ByteBuffer data = take((int) Math.min(next.maximum, available));
                StreamTask.Reading reading = new StreamTask.Reading(data.asReadOnlyBuffer(), atEnd && available == 0);
                finish(next, () -> next.done.complete(reading));
            } else {
                await(next);
                return;
            }
        }
        link.endIfOver();
    }

    private void finish(Read read, Runnable news) {
        reads.remove(read);
        if (read.alarm != null) {
            read.alarm.cancel(false);
        }
        link.tell(news);
    }

    private void await(Read next) {
        BidirectionalStream stream = link.stream();
        if (stream == null || link.isHeld()) {
            return;
        }
        if (next.alarm == null) {
            next.alarm = link.clock()
                    .schedule(() -> link.take(() -> timedOut(next)), next.timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (!receiving) {
            receiving = true;
            stream.receive(1, CHUNK).whenComplete((chunk, failure) -> link.take(() -> came(chunk, failure)));
        }
    }

    private void timedOut(Read read) {
        if (reads.contains(read)) {
            UrlError late = StreamErrors.error(
                    UrlErrorCode.TIMED_OUT,
                    "no " + read.minimum + " bytes came within " + read.timeout,
                    link.task(),
                    null);
            finish(read, () -> read.done.completeExceptionally(late));
            advance();
        }
    }

    private void came(@Nullable Chunk chunk, @Nullable Throwable failure) {
        receiving = false;
        if (chunk == null) {
            if (!closed && failure != null) {
                link.fail(StreamErrors.of(failure, link.task()));
            }
            return;
        }
        if (chunk.data().hasRemaining()) {
            available += chunk.data().remaining();
            link.task().counts().received(chunk.data().remaining());
            buffered.add(chunk.data());
        }
        if (chunk.last() && !atEnd) {
            atEnd = true;
            link.readClosed();
        }
        advance();
        link.captureIfIdle();
    }

    private ByteBuffer take(int length) {
        ByteBuffer data = ByteBuffer.allocate(length);
        while (data.hasRemaining()) {
            ByteBuffer first = buffered.element();
            int count = Math.min(first.remaining(), data.remaining());
            data.put(first.slice().limit(count));
            first.position(first.position() + count);
            if (!first.hasRemaining()) {
                buffered.remove();
            }
        }
        available -= length;
        return data.flip();
    }
}
