package dev.quiver.quic.internal.netty;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * When to send a FIN that could not go with the stream's last bytes.
 *
 * <p>The transport (quiche issue 2525) forgets a stream as soon as all its bytes are acknowledged and its length is
 * known, whether or not the FIN that tells the length was sent or has arrived. So a FIN by itself is lost for good if
 * the bytes' acknowledgement comes while it waits to be sent, or comes when its packet was lost; where the stream still
 * receives, the transport keeps it, and the FIN is repeated as it should be. A FIN sent after the acknowledgement is
 * safe. The acknowledgement cannot be seen, so this waits for as long as it takes even if the bytes were lost once.
 */
final class LateFin {
    /**
     * How long the last bytes of a stream that does not receive wait for their FIN: long enough for another thread to
     * come back with it, short for a message on a stream that stays open.
     */
    static final long HOLD_MILLIS = 5;

    /** The delay that an acknowledgement may have (RFC 9000 §18.2, max_ack_delay), twice. */
    private static final long ACK_DELAYS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int ROUND_TRIPS = 3;

    private LateFin() {}

    /** Runs the action, on the event loop, that long after the stream's last write. */
    static void schedule(QuicStreamChannel stream, long lastWriteNanos, Runnable action) {
        ((QuicChannel) stream.parent()).collectPathStats(0).addListener((Future<QuicConnectionPathStats> stats) -> {
            long roundTrip = stats.isSuccess() ? stats.getNow().rtt() : 0;
            long wait = lastWriteNanos + ROUND_TRIPS * roundTrip + ACK_DELAYS_NANOS - System.nanoTime();
            if (wait <= 0) {
                action.run();
            } else {
                stream.eventLoop().schedule(action, wait, TimeUnit.NANOSECONDS);
            }
        });
    }
}
