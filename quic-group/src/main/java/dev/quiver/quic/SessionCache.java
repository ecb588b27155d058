package dev.quiver.quic;

import dev.quiver.quic.internal.netty.TicketContexts;

/**
 * Session tickets shared by the groups that are given the same cache (RFC 8446 §2.2). A ticket is used only by a group
 * with the same trust evaluator and protocols as the one that earned it. Thread-safe.
 */
public interface SessionCache {
    /** A cache in memory, gone with the process. */
    static SessionCache inMemory() {
        return new TicketContexts();
    }

    /** Forgets every ticket. */
    void clear();
}
