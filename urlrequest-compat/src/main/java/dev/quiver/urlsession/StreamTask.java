package dev.quiver.urlsession;

import dev.quiver.quic.QuicConnectionGroup;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Bytes both ways with a server: one stream of a QUIC connection of its own, always encrypted. {@link #resume()} connects;
 * what is asked for before then waits. {@link #suspend()} holds the reads and writes that have not begun. Made by {@link
 * UrlSession#streamTask}. Thread-safe.
 */
public final class StreamTask extends UrlSessionTask {
    private final String host;
    private final int port;
    private final List<String> applicationProtocols;
    private final StreamLink link;

    StreamTask(UrlSession session, long identifier, String host, int port, List<String> applicationProtocols) {
        super(session, identifier, UrlRequest.of(url(host, port)), false);
        this.host = host;
        this.port = port;
        this.applicationProtocols = applicationProtocols;
        this.link = new StreamLink(this);
    }

    private static URI url(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return URI.create("quic://" + (bare ? "[" + host + "]" : host) + ":" + port);
    }

    @Override
    void stateChanged() {
        link.stateChanged();
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    List<String> applicationProtocols() {
        return applicationProtocols;
    }

    /**
     * Some bytes.
     *
     * @param data read-only, the reader's
     * @param atEnd whether the server ended its side with them; they may be none then
     */
    public record Reading(ByteBuffer data, boolean atEnd) {}

    /**
     * Reads, after the reads before it.
     *
     * @param minimum so many bytes at least, unless the server ends its side first; 1 or more
     * @param maximum so many at most
     * @param timeout counted from when this read's turn has come; a read that is over time takes nothing away from the next
     * @return fails with a {@link UrlError}: {@code TIMED_OUT}, or why the stream is over
     * @throws IllegalArgumentException unless {@code 0 < minimum <= maximum} and the time-out is positive
     */
    public CompletableFuture<Reading> readData(int minimum, int maximum, Duration timeout) {
        if (minimum < 1 || maximum < minimum) {
            throw new IllegalArgumentException("no read of " + minimum + " to " + maximum + " bytes");
        }
        return link.reads().read(minimum, maximum, positive(timeout));
    }

    /**
     * Writes, after the writes before it.
     *
     * @param data its remaining bytes; they must not change until this is done
     * @param timeout counted from when this write's turn has come; one that is over time ends the task, for nobody knows how
     *     much of it went
     * @return done when the transport has taken all, which is the back-pressure; fails with a {@link UrlError}
     * @throws IllegalArgumentException if the time-out is not positive
     */
    public CompletableFuture<Void> write(ByteBuffer data, Duration timeout) {
        return link.writes().write(Objects.requireNonNull(data, "data"), positive(timeout));
    }

    /** Ends this side after what was written before (a FIN, RFC 9000 §3.1). Reading goes on. */
    public void closeWrite() {
        link.writes().close();
    }

    /** Reads no more: the server is told to stop sending (RFC 9000 §19.5). Reads that wait fail. Writing goes on. */
    public void closeRead() {
        link.reads().close();
    }

    /**
     * Gives the stream away, once the reads and writes before it are done: the task ends, without an error, and the two
     * streams go on.
     *
     * @return fails with a {@link UrlError} if the stream is over before
     */
    public CompletableFuture<Captured> captureStreams() {
        return link.capture();
    }

    /**
     * A stream that is its captor's.
     *
     * @param input what the server sends; blocking, fit for virtual threads
     * @param output what is sent to it, likewise; closing it ends this side
     * @param connection what carries them
     */
    public record Captured(InputStream input, OutputStream output, QuicConnectionGroup connection)
            implements AutoCloseable {
        /** Ends the connection. */
        @Override
        public void close() {
            connection.close();
        }
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a time-out is more than nothing, not " + timeout);
        }
        return timeout;
    }
}
