package dev.quiver.h3.internal.pool;

import dev.quiver.h3.internal.route.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What comes of asking an {@link OriginPool} for a connection.
 *
 * @param <W> a connection
 */
public sealed interface Answer<W> {
    /** Use this. */
    record Use<W>(W wire) implements Answer<W> {}

    /** Make one, under this number; the asker waits. */
    record Connect<W>(long attempt, Endpoint endpoint) implements Answer<W> {}

    /** Make one, under this number, which the asker does not wait for: QUIC failed not long ago. */
    record Retest<W>(long attempt, Endpoint endpoint, String reason) implements Answer<W> {}

    /**
     * One is being made; the asker waits.
     *
     * @param firstPacketAt when its first packet left, or null if it has not
     * @param answered whether the server has answered
     */
    record Wait<W>(@Nullable Long firstPacketAt, boolean answered) implements Answer<W> {}

    /** It failed lately and is left alone. */
    record Broken<W>(String reason) implements Answer<W> {}
}
