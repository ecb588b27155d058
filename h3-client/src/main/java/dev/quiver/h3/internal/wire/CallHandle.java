package dev.quiver.h3.internal.wire;

import dev.quiver.h3.H3ErrorCode;

/** Acts on a call under way. Safe to use from any thread; does nothing once the call is over. */
public interface CallHandle {
    /** Goes on reading after {@link CallListener#data} said to stop. */
    void readOn();

    /**
     * Gives the call up: STOP_SENDING and RESET_STREAM with this code (RFC 9114 §4.1.1), or no stream at all if there was
     * none yet. The listener hears {@link CallListener#failed} of kind {@code CANCELLED}.
     */
    void cancel(H3ErrorCode code);

    /** Whether the body's publisher was not subscribed to. */
    boolean bodyUntouched();

    /** Bytes of request body that the transport took so far. */
    long requestBytes();
}
