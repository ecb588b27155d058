package dev.quiver.h3.internal.client;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.internal.wire.Wire;
import org.jspecify.annotations.Nullable;

/** What comes of asking an origin for a QUIC connection. */
sealed interface Way {
    /**
     * What is asked for.
     *
     * @param insist whether to try although QUIC failed lately
     * @param repeatable whether the request may be sent again should its connection turn out to be dead
     * @param earlyData whether a connection that is made for this asker is to take early data
     */
    record Asking(Discovery discovery, boolean insist, boolean repeatable, boolean earlyData) {}

    /** This one. */
    record Use(Wire wire) implements Way {}

    /**
     * The asker will hear.
     *
     * @param since from when on the head start counts, or null if that is told later
     * @param answered whether the server has answered
     * @param early a connection that takes early data and is not ready, or null
     */
    record Wait(
            @Nullable Long since,
            boolean answered,
            @Nullable Wire early) implements Way {
        Wait(@Nullable Long since, boolean answered) {
            this(since, answered, null);
        }
    }

    /** QUIC failed lately. */
    record Broken(String reason) implements Way {}

    /** There is nowhere to try. */
    record Nowhere(String reason) implements Way {}
}
