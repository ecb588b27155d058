package dev.quiver.quic;

import dev.quiver.quic.internal.flow.ErrorCodes;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes for a stream, blocking: the sending part of a stream as an {@link OutputStream}. Made by {@link
 * SendStream#outputStream()}.
 *
 * <p><b>Threads.</b> Fit for virtual threads: it waits by parking, under a lock and no monitor. Writes by several threads
 * take turns, and {@link #close} takes its turn after them; {@link #reset} does not wait. Never write on a thread that
 * the stream's futures need: the transport's (inside a direct {@code thenAccept}), or the only one of the executor that
 * the stream was {@linkplain QuicConnectionGroup#extract extracted} to.
 *
 * <p><b>Buffering.</b> Up to 64 KiB are kept back until more is written, until {@link #flush}, or until {@code close},
 * which sends them together with the end of the stream: <b>flush before waiting for an answer.</b> What is written is
 * copied, so the caller's array is free again whatever happens. A write that finds the buffer full, and {@code flush},
 * wait until its bytes are with the transport and there is room for more: that is the back-pressure.
 *
 * <p><b>Errors.</b> A peer that asked to stop, a reset and the end of the group are {@link QuicException}s. A thread
 * interrupted while it waits, for its turn too, gets {@link java.io.InterruptedIOException} and stays interrupted. After
 * any failure the stream is reset with the code given when this was made (RFC 9000 §19.4), and never finished: half of something must
 * not look like all of it. For the same reason, when what is written fails to come, call {@link #reset} before {@code
 * close} — or let {@link #sendAll} do it: a try-with-resources alone cannot tell and would finish the stream.
 */
public final class StreamOutput extends OutputStream {
    private static final int PIECE = 64 * 1024;

    private final SendStream stream;
    private final long resetCode;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean failed;

    // Guarded by the lock.
    private boolean closed;
    private byte[] piece = new byte[0];
    private int filled;

    StreamOutput(SendStream stream, long resetCode) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.resetCode = ErrorCodes.check(resetCode);
    }

    /** Writes a stream's whole content. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param out closing it does no more than to flush: the stream is finished when this method has returned
         * @throws IOException if there is no more to write though it is not all; the stream is reset then
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Sends all of a stream: finishes it when the content was written whole, and resets it when writing failed for any
     * reason, the content's own too.
     *
     * @param resetCode the application's error code for the reset, 0 to 2^31-1
     * @throws IOException the content's or the stream's
     */
    public static void sendAll(SendStream stream, long resetCode, Content content) throws IOException {
        StreamOutput out = stream.outputStream(resetCode);
        boolean whole = false;
        try {
            content.writeTo(new Unclosed(out));
            whole = true;
        } finally {
            if (!whole) {
                out.reset();
            }
        }
        out.close();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        Await.lock(lock, this::reset);
        try {
            requireOpen();
            for (int at = offset, end = offset + length; at < end; ) {
                if (filled == PIECE) {
                    sendKept();
                }
                int size = Math.min(PIECE - filled, end - at);
                makeRoom(filled + size);
                System.arraycopy(source, at, piece, filled, size);
                filled += size;
                at += size;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what was kept back, and waits until it is with the transport. */
    @Override
    public void flush() throws IOException {
        Await.lock(lock, this::reset);
        try {
            requireOpen();
            if (filled > 0) {
                sendKept();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends what was kept back and finishes the stream with it (a FIN, RFC 9000 §3.1), and waits until that is with the
     * transport; after a failure it does nothing, since the stream is reset. Later calls do nothing.
     *
     * @throws IOException if the stream could not be finished; it is reset then
     */
    @Override
    public void close() throws IOException {
        Await.lock(lock, this::reset);
        try {
            if (!closed && !failed) {
                closed = true;
                await(filled > 0 ? stream.send(ByteBuffer.wrap(piece, 0, filled), true) : stream.finish());
            }
            closed = true;
            piece = new byte[0];
        } finally {
            lock.unlock();
        }
    }

    /**
     * Abandons the stream with RESET_STREAM (RFC 9000 §19.4), unless it is closed: the peer learns that what it has is
     * not all. A write that waits in another thread fails. Waits for nothing.
     */
    public void reset() {
        failed = true;
        stream.reset(resetCode);
    }

    private void sendKept() throws IOException {
        int size = filled;
        filled = 0;
        await(stream.send(ByteBuffer.wrap(piece, 0, size)));
    }

    private void makeRoom(int needed) {
        if (piece.length < needed) {
            piece = Arrays.copyOf(piece, Math.min(PIECE, Math.max(needed, 2 * piece.length)));
        }
    }

    private void await(CompletableFuture<Void> sent) throws IOException {
        boolean done = false;
        try {
            Await.result(sent, null, () -> {});
            done = true;
        } finally {
            if (!done) {
                // The array may still be read by the transport.
                piece = new byte[0];
                reset();
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("this output was closed");
        }
        if (failed) {
            throw new IOException("this output was abandoned after a failure; its stream is reset");
        }
    }

    /** What closes it may be on its way out after a failure: only the caller knows whether all was written. */
    private static final class Unclosed extends FilterOutputStream {
        private Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            out.write(source, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
