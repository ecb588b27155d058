package dev.quiver.h3.internal.wire;

import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.route.Endpoint;
import java.util.concurrent.CompletableFuture;

/** Makes connections. */
public interface Connector {
    /**
     * Starts to connect; the listener hears of it. Never throws.
     *
     * @param origin what the peer has to prove to be, wherever it is
     * @param earlyData whether {@link WireListener#early} may come, if a session is resumed
     */
    Attempt connect(OriginKey origin, Endpoint endpoint, boolean earlyData, WireListener listener);

    /** A connection, be it under way, established or over. Safe to use from any thread. */
    interface Attempt {
        /**
         * Ends it.
         *
         * @param now whether to wait for nothing, not even for what is queued
         */
        void close(boolean now);

        /** Completes when nothing of it is left. */
        CompletableFuture<Void> terminated();
    }
}
