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
    private final ConnectionDatagrams datagrams;
    private final CompletableFuture<PeerSettings> settings = new CompletableFuture<>();
    private final boolean[] criticalSeen = new boolean[4];
    private volatile List<PeerStream> peerStreams = List.of();
    private volatile Map<Long, Long> received = Map.of();
    private @Nullable ServerLimits remembered;
    private ServerLimits limits = ServerLimits.DEFAULT;

    PeerState(ConnectionDatagrams datagrams) {
        this.datagrams = datagrams;
    }

    /** It gave the ticket of a session that is being resumed, and these hold until it says otherwise (RFC 9114 §7.2.4.2). */
    void remember(ServerLimits before) {
        remembered = before;
        limits = before;
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
     * @param tookEarlyData whether the server took what was sent under the remembered ones
     * @return the rule that they break, or null
     */
    @Nullable
    Violation settings(Map<Long, Long> said, boolean tookEarlyData) {
        received = Map.copyOf(said);
        ServerLimits now = ServerLimits.of(said);
        limits = now;
        if (now.connectProtocol() > 1 || now.datagrams() > 1) {
            // RFC 9297 §2.1.1; RFC 8441 §3 has the same rule.
            return Violation.connection(
                    H3ErrorCode.H3_SETTINGS_ERROR,
                    "its SETTINGS_ENABLE_CONNECT_PROTOCOL or SETTINGS_H3_DATAGRAM is neither 0 nor 1");
        }
        ServerLimits before = remembered;
        Violation broken = tookEarlyData && before != null ? before.brokenBy(said) : null;
        if (broken == null) {
            settings.complete(new PeerSettings(now.connectProtocol() == 1, datagrams.allowed(now.datagrams() == 1)));
        }
        return broken;
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
        return limits.maxFieldSection();
    }

    /** Its settings that bind a client, as far as they are known. */
    ServerLimits limits() {
        return limits;
    }
}
