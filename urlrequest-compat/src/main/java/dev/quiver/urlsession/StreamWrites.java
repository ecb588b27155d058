package dev.quiver.urlsession;

import dev.quiver.quic.BidirectionalStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The writing side of a stream task: one write after another. All but the two calls on top happens in the link's turn. */
final class StreamWrites {
    private record Write(ByteBuffer data, Duration timeout, CompletableFuture<Void> done) {}

    private final StreamLink link;
    private final Queue<Write> writes = new ArrayDeque<>();
    private boolean sending;
    private boolean closing;
    private boolean finished;
    private long sent;

    StreamWrites(StreamLink link) {
        this.link = link;
    }

    CompletableFuture<Void> write(ByteBuffer data, Duration timeout) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        link.take(() -> {
            if (closing) {
                UrlError closed = StreamErrors.error(
                        UrlErrorCode.NETWORK_CONNECTION_LOST, "the writing was closed here", link.task(), null);
                link.tell(() -> done.completeExceptionally(closed));
            } else {
                writes.add(new Write(data, timeout, done));
                advance();
            }
        });
        return done;
    }

    void close() {
        link.take(() -> {
            closing = true;
            advance();
        });
    }

    boolean isOver() {
        return finished;
    }

    boolean isIdle() {
        return writes.isEmpty() && !sending;
    }

    void advance() {
        UrlError over = link.over();
        if (over != null) {
            writes.forEach(write -> link.tell(() -> write.done().completeExceptionally(over)));
            writes.clear();
            return;
        }
        BidirectionalStream stream = link.stream();
        if (stream == null || sending || link.isHeld()) {
            return;
        }
        Write next = writes.poll();
        if (next != null) {
            send(stream, next);
        } else if (closing && !finished) {
            finished = true;
            stream.finish()
                    .whenComplete((none, failure) -> link.take(() -> {
                        link.writeClosed();
                        link.endIfOver();
                    }));
        }
    }

    private void send(BidirectionalStream stream, Write next) {
        sending = true;
        int length = next.data().remaining();
        Future<?> alarm = link.clock()
                .schedule(
                        () -> link.take(() -> {
                            if (!next.done().isDone()) {
                                UrlError late = StreamErrors.error(
                                        UrlErrorCode.TIMED_OUT,
                                        "a write of " + length + " bytes was not taken within " + next.timeout(),
                                        link.task(),
                                        null);
                                link.tell(() -> next.done().completeExceptionally(late));
                                link.fail(late);
                            }
                        }),
                        next.timeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        stream.send(next.data())
                .whenComplete((none, failure) -> link.take(() -> {
                    sending = false;
                    alarm.cancel(false);
                    if (failure == null) {
                        sent += length;
                        link.task().counts().sent(sent);
                        link.tell(() -> next.done().complete(null));
                        advance();
                        link.captureIfIdle();
                    } else {
                        UrlError why = StreamErrors.of(failure, link.task());
                        link.tell(() -> next.done().completeExceptionally(why));
                        link.fail(why);
                    }
                }));
    }
}
