package dev.quiver.h3.internal.wire;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.Priority;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Acts on a call under way. Safe to use from any thread; does nothing once the call is over. */
public interface CallHandle {
    /** Goes on reading after {@link CallListener#data} said to stop. */
    void readOn();

    /**
     * Gives the call up: STOP_SENDING and RESET_STREAM with this code (RFC 9114 §4.1.1), or no stream at all if there was
     * none yet. The listener hears {@link CallListener#failed} of kind {@code CANCELLED}.
     */
    void cancel(H3ErrorCode code);

    /**
     * Tells the server that the call now matters this much, unless it knows (RFC 9218 §7.2); as soon as the call has a
     * stream, and not once its response has ended.
     */
    void prioritise(Priority next);

    /** Whether the body's publisher was not subscribed to. */
    boolean bodyUntouched();

    /**
     * Sends an HTTP datagram of this call (RFC 9297 §2.1), which are for an extended CONNECT only. The buffer is the
     * caller's again when this returns. Fails with a {@link dev.quiver.quic.DatagramException} if it is refused.
     */
    CompletableFuture<Void> sendDatagram(ByteBuffer payload);

    /** The longest payload of an HTTP datagram now; empty where none can be sent. */
    OptionalInt maxDatagram();

    /** How many datagrams came on this call's connection for streams that were not open. */
    long unclaimedDatagrams();

    /** Bytes of request body that the transport took so far. */
    long requestBytes();
}
