package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When the parts of an exchange happened. Written by whoever sees them, read by any thread. */
final class Clockwork {
    private static final long NEVER = Long.MIN_VALUE;

    private final long startedAt;
    private volatile boolean waited;
    private volatile long firstByteAt = NEVER;
    private volatile long endedAt = NEVER;

    Clockwork(long startedAt) {
        this.startedAt = startedAt;
    }

    /** The connection was not there already. */
    void waited() {
        waited = true;
    }

    void firstByte() {
        firstByteAt = System.nanoTime();
    }

    boolean hasFirstByte() {
        return firstByteAt != NEVER;
    }

    void end() {
        endedAt = System.nanoTime();
    }

    ExchangeMetrics metrics(@Nullable HandshakeReport report, long requestBytes, long responseBytes) {
        Duration resolve = null;
        Duration handshake = null;
        if (waited && report != null) {
            HandshakeEvent.Resolved resolved = report.event(HandshakeEvent.Resolved.class);
            HandshakeEvent.FirstPacketSent sent = report.event(HandshakeEvent.FirstPacketSent.class);
            HandshakeEvent.BecameReady ready = report.event(HandshakeEvent.BecameReady.class);
            resolve = resolved == null ? null : resolved.at();
            handshake = sent == null || ready == null ? null : ready.at().minus(sent.at());
        }
        long first = firstByteAt;
        long ended = endedAt;
        return new ExchangeMetrics(
                resolve,
                handshake,
                first == NEVER ? null : Duration.ofNanos(first - startedAt),
                Duration.ofNanos((ended == NEVER ? System.nanoTime() : ended) - startedAt),
                requestBytes,
                responseBytes);
    }
}
