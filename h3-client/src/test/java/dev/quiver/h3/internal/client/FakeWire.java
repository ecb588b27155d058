package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.PeerSettings;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** A connection that does as it is told. */
final class FakeWire implements Wire {
    final CompletableFuture<Boolean> alive = new CompletableFuture<>();
    long heardAt = System.nanoTime();
    boolean usable = true;
    boolean drained;
    boolean withdrawn;
    int load;
    int probes;

    @Override
    public CallHandle submit(Call call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public int load() {
        return load;
    }

    @Override
    public long heardAt() {
        return heardAt;
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        probes++;
        return alive;
    }

    @Override
    public void drain() {
        drained = true;
        usable = false;
    }

    @Override
    public void withdrawWaiting() {
        withdrawn = true;
    }

    @Override
    public CompletableFuture<PeerSettings> settings() {
        return new CompletableFuture<>();
    }

    @Override
    public HandshakeReport handshake() {
        return new HandshakeReport(
                "h",
                443,
                null,
                null,
                null,
                1L,
                "h3",
                null,
                false,
                HandshakeReport.EarlyData.NONE,
                false,
                false,
                List.of(),
                null,
                List.of(),
                null);
    }

    @Override
    public CompletableFuture<GroupStats> stats() {
        return new CompletableFuture<>();
    }

    @Override
    public Map<Long, Long> peerSettings() {
        return Map.of();
    }

    @Override
    public List<PeerStream> peerStreams() {
        return List.of();
    }

    @Override
    public void close(H3ErrorCode code, String reason) {
        usable = false;
    }

    @Override
    public ScheduledExecutorService loop() {
        throw new UnsupportedOperationException();
    }
}
