package dev.quiver.quic.internal.netty;

import org.jspecify.annotations.Nullable;

/** The place of one peer's tickets, and of what a protocol keeps beside them. Event loop only. */
interface TicketState {
    /** Keeps this, in place of what was kept. */
    void keep(Object state);

    /** What was kept when the peer was last met, or null. */
    @Nullable
    Object kept();

    /** Throws away the tickets and what was kept. */
    void forget();
}
