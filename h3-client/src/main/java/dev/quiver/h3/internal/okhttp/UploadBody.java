package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.internal.message.ReplayableBody;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as the HTTP client wants it. OkHttp's bodies are written by the thread of the call, which waits while
 * the client asks for nothing; so that thread has to {@linkplain #write write} whenever the client {@linkplain #isWanted
 * wants} it, which it may more than once.
 */
class UploadBody implements java.net.http.HttpRequest.BodyPublisher {
    /** How much is gathered before it is handed on, unless the body flushes. */
    private static final int PIECE = 32 << 10;

    private final RequestBody body;
    private final long length;
    private final Meeting meeting;
    private final long patience;

    // Guarded by the meeting.
    private @Nullable Taker waiting;
    private int begun;
    private boolean over;

    /** One that the HTTP client may ask for again. */
    private static final class Repeatable extends UploadBody implements ReplayableBody {
        Repeatable(RequestBody body, Meeting meeting, long patience) throws IOException {
            super(body, meeting, patience);
        }
    }

    private UploadBody(RequestBody body, Meeting meeting, long patience) throws IOException {
        this.body = body;
        this.length = body.contentLength();
        this.meeting = meeting;
        this.patience = patience;
    }

    /** @param patience how long the client may take nothing, in nanoseconds; 0 for any time */
    static UploadBody of(RequestBody body, Meeting meeting, long patience) throws IOException {
        return body.isOneShot() ? new UploadBody(body, meeting, patience) : new Repeatable(body, meeting, patience);
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Taker taker = new Taker(subscriber);
        subscriber.onSubscribe(taker);
        boolean refused;
        synchronized (meeting) {
            refused = over || begun > 0 && body.isOneShot();
            if (!refused) {
                waiting = taker;
                meeting.changed();
            }
        }
        if (refused) {
            subscriber.onError(new IOException("the request's body can be had once only"));
        }
    }

    /** Whether somebody waits for it. Guarded by the meeting. */
    boolean isWanted() {
        return waiting != null;
    }

    /** Nobody writes it any more, or wants it. */
    void end() {
        synchronized (meeting) {
            over = true;
            meeting.changed();
        }
    }

    /**
     * Writes it to who waits for it. That the server wants no more of it is not an error.
     *
     * @throws IOException if the body cannot be had, or not be written in time, or the call is cancelled
     */
    void write() throws IOException {
        Taker taker;
        synchronized (meeting) {
            taker = waiting;
            waiting = null;
            begun++;
        }
        if (taker != null) {
            taker.write();
        }
    }

    /** Who takes the body's bytes, as a sink with a time-out and as a subscription. */
    private final class Taker implements Sink, Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final Buffer gathered = new Buffer();
        private final Timeout timeout = new Timeout().timeout(patience, TimeUnit.NANOSECONDS);
        private long written;

        // Guarded by the meeting.
        private long demand;
        private boolean left;

        Taker(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        void write() throws IOException {
            try {
                BufferedSink sink = Okio.buffer((Sink) this);
                body.writeTo(sink);
                sink.flush();
                if (length >= 0 && written != length) {
                    throw new ProtocolException("the request's body has " + written + " bytes and said " + length);
                }
                subscriber.onComplete();
            } catch (IOException failed) {
                if (!hasLeft()) {
                    subscriber.onError(failed);
                    throw failed;
                }
            } catch (RuntimeException | Error thrown) {
                subscriber.onError(thrown);
                throw thrown;
            }
        }

        @Override
        public void write(Buffer source, long byteCount) throws IOException {
            written += byteCount;
            if (length >= 0 && written > length) {
                throw new ProtocolException("the request's body has more than the " + length + " bytes it said");
            }
            gathered.write(source, byteCount);
            while (gathered.size() >= PIECE) {
                pass(PIECE);
            }
        }

        @Override
        public void flush() throws IOException {
            while (gathered.size() > 0) {
                pass(Math.min(PIECE, gathered.size()));
            }
        }

        private void pass(long bytes) throws IOException {
            synchronized (meeting) {
                meeting.await(() -> demand > 0 || left || over, timeout.timeoutNanos(), "timeout");
                if (left || over) {
                    throw new IOException("the server wants no more of the request's body");
                }
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
            }
            subscriber.onNext(ByteBuffer.wrap(gathered.readByteArray(bytes)));
        }

        @Override
        public Timeout timeout() {
            return timeout;
        }

        /** The body closes it or does not: it ends when {@code writeTo} returns. */
        @Override
        public void close() throws IOException {
            flush();
        }

        @Override
        public void request(long n) {
            synchronized (meeting) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                meeting.changed();
            }
        }

        @Override
        public void cancel() {
            synchronized (meeting) {
                left = true;
                meeting.changed();
            }
        }

        private boolean hasLeft() {
            synchronized (meeting) {
                return left || over;
            }
        }
    }
}
