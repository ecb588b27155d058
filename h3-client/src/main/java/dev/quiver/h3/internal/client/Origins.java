package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.PoolStats;
import dev.quiver.h3.internal.altsvc.AltSvcStore;
import dev.quiver.h3.internal.dns.HttpsRecords;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.wire.Connector;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.h3.internal.wire.WireListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The client's connections by origin, and what origins share. Safe to use from any thread. */
final class Origins {
    /** Beyond this many, origins of which nothing but handshake times is known are forgotten. */
    private static final int MANY = 1000;

    final ClientSettings settings;
    final AltSvcStore altSvc;
    final @Nullable HttpsRecords records;
    final Executor executor;

    private final Connector connector;
    private final NetworkWatch network;
    private final Map<OriginKey, OriginEntry> entries = new ConcurrentHashMap<>();
    private final Map<Wire, OriginEntry> wires = new ConcurrentHashMap<>();
    private final Set<Connector.Attempt> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Origins(ClientSettings settings, Connector connector, AltSvcStore altSvc, Executor executor) {
        this.settings = settings;
        this.connector = connector;
        this.altSvc = altSvc;
        this.executor = executor;
        this.records = HttpsRecords.of(settings.routes().dnsServer(), executor);
        this.network = new NetworkWatch(executor, this::networkChanged);
    }

    /** What is known of an origin. */
    OriginEntry entry(OriginKey origin) {
        OriginEntry known = entries.get(origin);
        return known != null ? known : entries.computeIfAbsent(origin, key -> new OriginEntry(this, key));
    }

    /** Every connection that takes requests, with the origin that it was made for. */
    Map<Wire, OriginEntry> wires() {
        return wires;
    }

    /** Whether one more connection may be made; ends the one unused for longest if that makes room. */
    boolean room() {
        network.look();
        if (alive.size() < settings.routes().connections()) {
            return true;
        }
        Wire idle = wires.keySet().stream()
                .filter(wire -> wire.load() == 0 && wire.usable())
                .min(Comparator.comparingLong(Wire::heardAt))
                .orElse(null);
        if (idle == null) {
            return false;
        }
        idle.drain();
        return true;
    }

    void connect(OriginKey origin, Endpoint endpoint, boolean earlyData, WireListener listener) {
        Connector.Attempt attempt = connector.connect(origin, endpoint, earlyData, listener);
        alive.add(attempt);
        attempt.terminated().whenComplete((v, error) -> alive.remove(attempt));
        if (closed) {
            attempt.close(true);
        }
    }

    void ready(Wire wire, OriginEntry entry) {
        wires.put(wire, entry);
        if (closed) {
            wire.close(H3ErrorCode.H3_NO_ERROR, "");
        }
    }

    /** It takes no more requests, of whatever origin. */
    void gone(Wire wire) {
        wires.remove(wire);
        entries.values().forEach(entry -> entry.gone(wire));
    }

    /** What there is right now. */
    PoolStats stats() {
        int ready = 0;
        int idle = 0;
        int requests = 0;
        for (Wire wire : wires.keySet()) {
            if (wire.usable()) {
                int load = wire.load();
                ready++;
                idle += load == 0 ? 1 : 0;
                requests += load;
            }
        }
        return new PoolStats(Math.max(ready, alive.size()), ready, idle, requests);
    }

    void forget() {
        if (entries.size() > MANY) {
            entries.values().removeIf(OriginEntry::forgettable);
        }
    }

    /** Another network: nothing that was found out about paths holds any more. */
    void networkChanged() {
        altSvc.networkChanged();
        List<Wire> old = new ArrayList<>(wires.keySet());
        entries.values().forEach(OriginEntry::networkChanged);
        old.forEach(Wire::drain);
    }

    /** Ends every connection; completes when nothing is left of any. */
    CompletableFuture<Void> close(boolean now) {
        closed = true;
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Connector.Attempt attempt : alive) {
            ends.add(attempt.terminated());
            attempt.close(now);
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }
}
