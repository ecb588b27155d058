package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.h3.internal.wire.PeerSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a server has said of itself: its one-way streams and its SETTINGS. On the event loop, but for what is marked. */
final class PeerState {
    private static final long MAX_FIELD_SECTION_SIZE = 0x06;
    private static final long ENABLE_CONNECT_PROTOCOL = 0x08;

    private final ConnectionDatagrams datagrams;
    private final CompletableFuture<PeerSettings> settings = new CompletableFuture<>();
    private final boolean[] criticalSeen = new boolean[4];
    private volatile List<PeerStream> peerStreams = List.of();
    private volatile Map<Long, Long> received = Map.of();
    private long maxFieldSection = Long.MAX_VALUE;

    PeerState(ConnectionDatagrams datagrams) {
        this.datagrams = datagrams;
    }

    /** Until it says otherwise it takes field sections of this size. */
    void assume(long limit) {
        maxFieldSection = limit;
    }

    /** A one-way stream's type was read. */
    void seen(PeerStream stream) {
        List<PeerStream> next = new ArrayList<>(peerStreams);
        next.add(stream);
        next.sort(Comparator.comparingLong(PeerStream::id));
        peerStreams = List.copyOf(next);
    }

    /** Whether this is the first stream of a type of which there may be only one. */
    boolean critical(long type) {
        boolean first = !criticalSeen[(int) type];
        criticalSeen[(int) type] = true;
        return first;
    }

    /**
     * The SETTINGS came.
     *
     * @return the rule that they break, or null
     */
    @Nullable
    Violation settings(Map<Long, Long> said) {
        received = Map.copyOf(said);
        Long size = said.get(MAX_FIELD_SECTION_SIZE);
        maxFieldSection = size == null ? Long.MAX_VALUE : size;
        Long connect = said.get(ENABLE_CONNECT_PROTOCOL);
        Long datagram = said.get(ConnectionDatagrams.SETTING);
        if (connect != null && connect > 1 || datagram != null && datagram > 1) {
            // RFC 9297 §2.1.1; RFC 8441 §3 has the same rule.
            return Violation.connection(
                    H3ErrorCode.H3_SETTINGS_ERROR,
                    "its SETTINGS_ENABLE_CONNECT_PROTOCOL or SETTINGS_H3_DATAGRAM is neither 0 nor 1");
        }
        settings.complete(new PeerSettings(
                connect != null && connect == 1, datagrams.allowed(datagram != null && datagram == 1)));
        return null;
    }

    /** The connection is over: what was not said will not be. */
    void ended(H3Exception why) {
        settings.completeExceptionally(why);
    }

    /** Its SETTINGS, once they come. Any thread. */
    CompletableFuture<PeerSettings> settings() {
        return settings.copy();
    }

    /** All its settings; empty as long as they have not come. Any thread. */
    Map<Long, Long> received() {
        return received;
    }

    /** Its one-way streams so far, by id. Any thread. */
    List<PeerStream> peerStreams() {
        return peerStreams;
    }

    /** The largest field section that it takes (RFC 9114 §4.2.2). */
    long maxFieldSection() {
        return maxFieldSection;
    }
}
