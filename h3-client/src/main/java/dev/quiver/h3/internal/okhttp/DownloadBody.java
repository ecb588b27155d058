package dev.quiver.h3.internal.okhttp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as OkHttp has it: read by whoever has the response, and asked for from the HTTP client no faster than
 * it is read.
 */
final class DownloadBody implements BodySubscriber<DownloadBody>, Source {
    private final Meeting meeting;
    private final Runnable ended;
    private final Timeout timeout;
    private final CompletableFuture<DownloadBody> self = CompletableFuture.completedFuture(this);

    // Guarded by the meeting.
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean asked;
    private boolean whole;
    private boolean closed;

    /**
     * @param patience how long a read may wait, in nanoseconds; 0 for any time
     * @param ended runs when the body is whole, has failed or was closed
     */
    DownloadBody(Meeting meeting, long patience, Runnable ended) {
        this.meeting = meeting;
        this.ended = ended;
        this.timeout = new Timeout().timeout(patience, TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletionStage<DownloadBody> getBody() {
        return self;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean late;
        synchronized (meeting) {
            subscription = given;
            late = closed;
            asked = true;
        }
        if (late) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        synchronized (meeting) {
            asked = false;
            if (!closed) {
                item.stream().filter(ByteBuffer::hasRemaining).forEach(pieces::add);
            }
            meeting.changed();
        }
        askForMore();
    }

    @Override
    public void onError(Throwable thrown) {
        synchronized (meeting) {
            failure = thrown;
            meeting.changed();
        }
        ended.run();
    }

    @Override
    public void onComplete() {
        synchronized (meeting) {
            whole = true;
            meeting.changed();
        }
        ended.run();
    }

    /** One at a time, and when there is nothing left to read. */
    private void askForMore() {
        Flow.Subscription from;
        synchronized (meeting) {
            from = subscription;
            if (from == null || asked || !pieces.isEmpty() || whole || closed || failure != null) {
                return;
            }
            asked = true;
        }
        from.request(1);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        if (byteCount < 0) {
            throw new IllegalArgumentException("byteCount < 0: " + byteCount);
        }
        long read;
        synchronized (meeting) {
            try {
                meeting.await(() -> !pieces.isEmpty() || whole || closed || failure != null, limit(), "timeout");
            } catch (SocketTimeoutException late) {
                giveUp();
                throw late;
            }
            if (closed) {
                throw new IllegalStateException("closed");
            }
            ByteBuffer first = pieces.peek();
            if (first == null) {
                if (failure != null) {
                    throw Failures.ofBody(failure);
                }
                return -1;
            }
            read = Math.min(byteCount, first.remaining());
            int end = first.limit();
            first.limit(first.position() + (int) read);
            sink.write(first);
            first.limit(end);
            if (!first.hasRemaining()) {
                pieces.remove();
            }
        }
        askForMore();
        return read;
    }

    /** The nearer of the time-out and the deadline, at least a nanosecond; 0 for neither. */
    private long limit() {
        long limit = timeout.timeoutNanos();
        if (timeout.hasDeadline()) {
            long left = Math.max(1, timeout.deadlineNanoTime() - System.nanoTime());
            limit = limit == 0 ? left : Math.min(limit, left);
        }
        return limit;
    }

    @Override
    public Timeout timeout() {
        return timeout;
    }

    @Override
    public void close() {
        giveUp();
    }

    /** Wants no more: what is under way is stopped. */
    void giveUp() {
        Flow.Subscription from;
        boolean unfinished;
        synchronized (meeting) {
            unfinished = !whole && failure == null && !closed;
            closed = true;
            pieces.clear();
            from = subscription;
            meeting.changed();
        }
        if (unfinished) {
            if (from != null) {
                from.cancel();
            }
            ended.run();
        }
    }
}
