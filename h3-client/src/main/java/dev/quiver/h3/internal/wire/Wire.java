package dev.quiver.h3.internal.wire;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.PeerStream;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** An established HTTP/3 connection. Safe to use from any thread. */
public interface Wire {
    /**
     * Sends a call, once the peer's stream limit allows it. On a connection that is draining or over, the call fails with
     * {@code NOT_PROCESSED}.
     */
    CallHandle submit(Call call);

    /** Whether new calls may be sent: no GOAWAY came, and it is not over. */
    boolean usable();

    /** How many calls it has, those that wait for a stream included. */
    int load();

    /** When the peer was last heard of, as {@link System#nanoTime}. */
    long heardAt();

    /**
     * Asks the peer for a sign of life: something that it has to acknowledge and may not act on (RFC 9114 §7.2.8). Without
     * one in time the connection takes no new calls, and is over some time later.
     *
     * @return completes with whether one came in time
     */
    CompletableFuture<Boolean> probe();

    /** Takes no new calls, and ends once those under way have. */
    void drain();

    /** Fails the calls that wait for a stream with {@code NOT_PROCESSED}, so that they can be sent elsewhere. */
    void withdrawWaiting();

    /**
     * What the peer said in SETTINGS (RFC 9114 §7.2.4); fails if the connection ends before. Completes on the event loop
     * unless done already.
     */
    CompletableFuture<PeerSettings> settings();

    /** The handshake. */
    HandshakeReport handshake();

    /** The peer's one-way streams seen so far, by id. */
    List<PeerStream> peerStreams();

    /** All that the peer said in SETTINGS, by identifier; empty as long as they have not come. */
    Map<Long, Long> peerSettings();

    /** What the connection has done so far. */
    CompletableFuture<GroupStats> stats();

    /** Ends the connection; calls under way fail. */
    void close(H3ErrorCode code, String reason);

    /** Where everything of this connection happens. */
    ScheduledExecutorService loop();
}
