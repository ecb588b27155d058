package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * What keeps a silent connection alive: a datagram that means nothing to the peer's application.
 *
 * <p>A PING frame (RFC 9000 §10.1.2) would be invisible to it, but the transport underneath offers none, nor any other
 * frame that it would send at will. So the application protocol has to know a datagram to be ignored; HTTP/3 knows
 * reserved frames and stream types for that, which are the HTTP/3 client's to send.
 *
 * <p>It is also sent at once when packets begin to leave from another address. Without it a peer in the middle of sending
 * a long stream, with nothing to be said to it, goes on sending to the old one.
 *
 * @param interval sent when no packet went or came for this long; well below the idle timeout, which is the lesser of
 *     both sides', and below the 30 s after which some NATs forget UDP
 * @param datagram the bytes to send, 1 at least; copied
 */
public record KeepAlive(Duration interval, ByteBuffer datagram) {
    /** @throws IllegalArgumentException if the interval is not positive, or the datagram empty */
    public KeepAlive {
        Objects.requireNonNull(interval, "interval");
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval must be positive");
        }
        if (!datagram.hasRemaining()) {
            throw new IllegalArgumentException("the transport sends no empty datagrams");
        }
        datagram = ByteBuffer.allocate(datagram.remaining())
                .put(datagram.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }

    /** The bytes to send, read-only; each call gives a buffer of its own. */
    @Override
    public ByteBuffer datagram() {
        return datagram.duplicate();
    }
}
