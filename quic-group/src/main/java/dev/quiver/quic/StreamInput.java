package dev.quiver.quic;

import dev.quiver.quic.internal.flow.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream's bytes, blocking: the receiving part of a stream as an {@link InputStream}. Made by {@link
 * ReceiveStream#inputStream()}.
 *
 * <p><b>Threads.</b> Fit for virtual threads: it waits by parking, under a lock and no monitor. Reads by several threads
 * take turns; {@link #close} does not wait for them. Never read on a thread that the stream's futures need: the
 * transport's (inside a direct {@code thenAccept}), or the only one of the executor that the stream was {@linkplain
 * QuicConnectionGroup#extract extracted} to. Reading inside a handler of the group keeps its other handlers waiting.
 *
 * <p><b>Flow control.</b> Up to 16 KiB are taken ahead of small reads; beyond that, who does not read stalls the peer
 * (RFC 9000 §4.1).
 *
 * <p><b>Errors.</b> A reset by the peer and the end of the group are {@link QuicException}s; -1 is only ever a FIN. A
 * thread interrupted while it waits, for its turn too, gets {@link java.io.InterruptedIOException}, stays interrupted,
 * and the stream is stopped, as by {@code close}. A {@linkplain #readTimeout(Duration) timeout} is a {@link
 * java.net.SocketTimeoutException} and stops nothing: the next read goes on where this one was.
 */
public final class StreamInput extends InputStream {
    private static final int AHEAD = 16 * 1024;

    private final ReceiveStream stream;
    private final long stopCode;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean closed;
    private volatile boolean ended;
    private volatile @Nullable Duration readTimeout;

    // Guarded by the lock.
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private @Nullable CompletableFuture<Chunk> pending;

    StreamInput(ReceiveStream stream, long stopCode) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.stopCode = ErrorCodes.check(stopCode);
    }

    /**
     * Limits how long one read may wait for its first byte, from the next read on.
     *
     * @param timeout positive; null waits as long as it takes, as it does at first
     * @return this
     */
    public StreamInput readTimeout(@Nullable Duration timeout) {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("readTimeout must be positive");
        }
        this.readTimeout = timeout;
        return this;
    }

    @Override
    public int read() throws IOException {
        Await.lock(lock, this::stop);
        try {
            return fill(1) ? rest.get() & 0xff : -1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        Await.lock(lock, this::stop);
        try {
            if (!fill(length)) {
                return -1;
            }
            int size = Math.min(length, rest.remaining());
            rest.get(target, offset, size);
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes a read gives without waiting; 0 while another thread reads. */
    @Override
    public int available() throws IOException {
        requireOpen();
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            return rest.remaining();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the reading. Unless the end of the stream was seen, the peer gets STOP_SENDING with the code given when this
     * was made (RFC 9000 §19.5). A read that waits in another thread fails. Waits for nothing; later calls do nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stop();
        }
    }

    private void stop() {
        if (!ended) {
            stream.stopSending(stopCode);
        }
    }

    /** Waits for a byte; false at the end of the stream. */
    private boolean fill(int wanted) throws IOException {
        requireOpen();
        while (!rest.hasRemaining()) {
            if (ended) {
                return false;
            }
            Chunk chunk = next(wanted);
            ended = chunk.last();
            rest = chunk.data();
        }
        return true;
    }

    private Chunk next(int wanted) throws IOException {
        CompletableFuture<Chunk> asked = pending;
        if (asked == null) {
            asked = stream.receive(1, Math.max(wanted, AHEAD));
            pending = asked;
        }
        Chunk chunk;
        try {
            chunk = Await.result(asked, readTimeout, this::stop);
        } catch (QuicException e) {
            if (closed) {
                throw new IOException("closed by another thread while it was read", e);
            }
            throw e;
        }
        pending = null;
        requireOpen();
        return chunk;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("this input was closed");
        }
    }
}
