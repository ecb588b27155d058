package dev.quiver.h3.internal.client;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.jfr.ConnectionMade;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.pool.Answer;
import dev.quiver.h3.internal.pool.OriginPool;
import dev.quiver.h3.internal.route.Candidates;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.route.HeadStart;
import dev.quiver.h3.internal.route.ServiceRecord;
import dev.quiver.h3.internal.wire.Wire;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One origin: decides under a lock by {@link OriginPool}, acts outside it. Safe to use from any thread. */
final class OriginEntry {
    /**
     * A connection not heard of for longer has to show that it lives before a request is trusted to it that cannot be
     * sent twice: NATs forget UDP from 30 s on, some sooner (RFC 4787 §4.3).
     */
    private static final long DOUBTFUL_NANOS = TimeUnit.SECONDS.toNanos(10);

    final ProxyChoice.Memory proxies = new ProxyChoice.Memory();

    private final Origins origins;
    private final OriginKey origin;
    private final Place own;
    private final Coalescing coalescing;
    private final RecordMemory records;
    private final Map<Wire, Endpoint> wheres = new ConcurrentHashMap<>(2);
    private volatile @Nullable Wire fast;
    private volatile Duration headStart = HeadStart.FIRST;

    // Guarded by this.
    private final OriginPool<Wire, Asker> pool;
    private final Set<Asker> patient = new LinkedHashSet<>();
    private final Set<Place> misdirected = new HashSet<>();
    private final Set<Wire> refused = new HashSet<>();
    private final Set<Wire> probed = new HashSet<>();
    private @Nullable Wire early;
    private boolean connectsEarly;
    private boolean onItsOwn;
    private boolean joining;

    OriginEntry(Origins origins, OriginKey origin) {
        this.origins = origins;
        this.origin = origin;
        this.own = new Place(origin.host(), origin.port());
        this.coalescing = new Coalescing(origins);
        this.records =
                new RecordMemory(origins.records, origins.settings.routes().dnsServer() != null, origin);
        this.pool =
                new OriginPool<>(new WireCondition(), origins.settings.routes().connectionsPerOrigin());
    }

    private record WireCondition() implements OriginPool.Condition<Wire> {
        @Override
        public boolean usable(Wire wire) {
            return wire.usable();
        }

        @Override
        public int load(Wire wire) {
            return wire.load();
        }
    }

    OriginKey origin() {
        return origin;
    }

    /** How long the next handshake may be silent. */
    Duration headStart() {
        return headStart;
    }

    /** Asks for a connection; what has to be done for one is under way when this returns. */
    Way acquire(Asker asker, Way.Asking asking) {
        long now = System.nanoTime();
        Wire ready = fast;
        if (ready == null || !ready.usable()) {
            synchronized (this) {
                ready = pool.usable();
                fast = pool.size() == 1 ? ready : null;
            }
        }
        return ready != null ? use(asker, ready, asking, now) : connection(asker, asking, now);
    }

    private Way use(Asker asker, Wire wire, Way.Asking asking, long now) {
        if (now - wire.heardAt() < DOUBTFUL_NANOS) {
            return new Way.Use(wire);
        }
        boolean first;
        synchronized (this) {
            first = probed.add(wire);
            if (!asking.repeatable()) {
                patient.add(asker);
            }
        }
        if (first) {
            wire.probe().thenAccept(alive -> probed(wire, alive));
        }
        // What may be repeated is sent at once, and again if the connection turns out to be dead.
        return asking.repeatable() ? new Way.Use(wire) : new Way.Wait(now, false);
    }

    private void probed(Wire wire, boolean alive) {
        if (!alive) {
            origins.gone(wire);
        }
        synchronized (this) {
            probed.remove(wire);
        }
        askAgain();
    }

    private void askAgain() {
        List<Asker> all;
        synchronized (this) {
            all = new ArrayList<>(patient);
            patient.clear();
        }
        all.forEach(Asker::askAgain);
    }

    private Way connection(Asker asker, Way.Asking asking, long now) {
        boolean directed = origins.settings.address(origin.host(), origin.port()) != null;
        ServiceRecord record = null;
        if (!directed && asking.discovery() != Discovery.HTTP3_ONLY) {
            record = records.known(now);
            boolean asked = record == null && records.ask(this::askAgain);
            if (asking.discovery() == Discovery.HTTPS_RECORD && record == null) {
                if (!asked) {
                    return new Way.Nowhere(records.whyNot());
                }
                synchronized (this) {
                    if (!records.isKnown()) {
                        patient.add(asker);
                        return new Way.Wait(records.askedAt(), false);
                    }
                }
                record = records.known(now);
            }
        }
        Candidates candidates = candidates(asking.discovery(), directed, record);
        if (candidates.none() != null) {
            return new Way.Nowhere(candidates.none());
        }
        if (coalesces(asker, candidates)) {
            return new Way.Wait(now, false);
        }
        boolean connects;
        synchronized (this) {
            connects = pool.connects(asking.insist(), candidates, now);
        }
        // Only who makes a connection needs room for it.
        if (connects && !origins.room()) {
            return new Way.Nowhere("all " + origins.settings.routes().connections()
                    + " QUIC connections that this client may have are in use");
        }
        return acquired(asker, asking, candidates, now);
    }

    private synchronized Candidates candidates(Discovery discovery, boolean directed, @Nullable ServiceRecord record) {
        return Candidates.of(
                discovery, own, directed ? List.of() : origins.altSvc.places(origin), record, Set.copyOf(misdirected));
    }

    private Way acquired(Asker asker, Way.Asking asking, Candidates candidates, long now) {
        Answer<Wire> answer;
        Wire first;
        synchronized (this) {
            answer = pool.acquire(asker, asking.insist(), candidates, now);
            first = early;
            if (answer instanceof Answer.Connect || answer instanceof Answer.Retest) {
                connectsEarly = asking.earlyData();
            }
        }
        if (answer instanceof Answer.Use<Wire> use) {
            return new Way.Use(use.wire());
        } else if (answer instanceof Answer.Connect<Wire> connect) {
            connect(connect.attempt(), connect.endpoint());
            return new Way.Wait(null, false);
        } else if (answer instanceof Answer.Retest<Wire> retest) {
            connect(retest.attempt(), retest.endpoint());
            return new Way.Broken(retest.reason());
        } else if (answer instanceof Answer.Wait<Wire> wait) {
            return new Way.Wait(wait.firstPacketAt(), wait.answered(), first);
        }
        return new Way.Broken(((Answer.Broken<Wire>) answer).reason());
    }

    void leave(Asker asker) {
        synchronized (this) {
            pool.leave(asker);
            patient.remove(asker);
        }
    }

    // ---- another origin's connection

    /** Whether the asker has to wait for another origin's connection to be judged for this one. */
    private boolean coalesces(Asker asker, Candidates candidates) {
        Wire candidate;
        synchronized (this) {
            if (onItsOwn) {
                return false;
            }
            if (joining) {
                patient.add(asker);
                return true;
            }
            candidate = coalescing.candidate(origin, portFor(candidates), refused);
            if (candidate == null) {
                return false;
            }
            joining = true;
            patient.add(asker);
        }
        Wire found = candidate;
        coalescing.allowed(origin, found).thenAccept(allowed -> {
            List<Asker> askers = List.of();
            synchronized (this) {
                joining = false;
                if (!allowed) {
                    refused.add(found);
                } else if (found.usable()) {
                    askers = pool.adopt(found);
                }
            }
            askers.forEach(each -> each.ready(found));
            askAgain();
        });
        return true;
    }

    private int portFor(Candidates candidates) {
        var directed = origins.settings.address(origin.host(), origin.port());
        return directed != null
                ? directed.getPort()
                : candidates.endpoints().get(0).place().port();
    }

    /**
     * The server answered 421 on this connection (RFC 9110 §15.5.20).
     *
     * @return whether another connection may fare better: this one was another origin's, or to an alternative
     */
    boolean misdirected(Wire wire) {
        Endpoint where = wheres.get(wire);
        boolean others = !madeFor(wire);
        synchronized (this) {
            if (others) {
                onItsOwn = true;
            } else if (where == null) {
                return false;
            } else if (where.source() == Endpoint.Source.OWN_PORT) {
                return false;
            } else {
                misdirected.add(where.place());
            }
        }
        if (!others && where != null) {
            origins.altSvc.misdirected(origin, where.place());
            wire.drain();
        }
        gone(wire);
        return true;
    }

    private boolean madeFor(Wire wire) {
        return wire.handshake().host().equals(origin.host()) && wire.handshake().port() == origin.port();
    }

    /** Where a connection leads, for people; null for the origin's own port. */
    @Nullable
    String where(Wire wire) {
        if (!madeFor(wire)) {
            return wire.handshake().host() + ":" + wire.handshake().port()
                    + " (whose certificate covers this host too)";
        }
        Endpoint endpoint = wheres.get(wire);
        return endpoint == null || endpoint.source() == Endpoint.Source.OWN_PORT ? null : endpoint.toString();
    }

    /** The alternative service that a connection leads to, or null (RFC 7838 §5). */
    @Nullable
    Place alternative(Wire wire) {
        Endpoint endpoint = wheres.get(wire);
        return endpoint != null && endpoint.source() == Endpoint.Source.ALT_SVC ? endpoint.place() : null;
    }

    // ---- connecting

    private void connect(long number, Endpoint endpoint) {
        boolean earlyData;
        synchronized (this) {
            earlyData = connectsEarly;
        }
        origins.connect(
                origin,
                endpoint,
                earlyData,
                new EntryListener(this, number, endpoint, ConnectionMade.begin(origin, endpoint)));
    }

    /** What may be repeated can be sent before it is ready. */
    void early(long number, Endpoint endpoint, Wire wire) {
        wheres.put(wire, endpoint);
        List<Asker> askers;
        synchronized (this) {
            askers = pool.waiting(number);
            early = wire;
        }
        askers.forEach(asker -> asker.early(wire));
    }

    void resolved(long number, List<InetAddress> addresses) {
        List<Asker> askers;
        synchronized (this) {
            askers = pool.waiting(number);
        }
        askers.forEach(asker -> asker.resolved(addresses));
    }

    void firstPacket(long number) {
        long now = System.nanoTime();
        List<Asker> askers;
        synchronized (this) {
            askers = pool.firstPacket(number, now);
        }
        askers.forEach(asker -> asker.firstPacket(now));
    }

    void firstAnswer(long number) {
        List<Asker> askers;
        synchronized (this) {
            askers = pool.firstAnswer(number);
        }
        askers.forEach(Asker::firstAnswer);
    }

    void ready(long number, Endpoint endpoint, Wire wire) {
        wheres.put(wire, endpoint);
        origins.ready(wire, this);
        List<Asker> askers;
        List<Wire> others;
        synchronized (this) {
            early = null;
            others = pool.wires();
            askers = pool.ready(number, wire, System.nanoTime());
            fast = pool.size() == 1 ? wire : null;
            headStart = pool.headStart();
        }
        askers.forEach(asker -> asker.ready(wire));
        others.forEach(Wire::withdrawWaiting);
    }

    void failed(long number, H3Exception cause) {
        OriginPool.Failure<Asker> failure;
        synchronized (this) {
            early = null;
            failure = pool.failed(number, cause, System.nanoTime());
        }
        Endpoint next = failure.elsewhere();
        if (next != null) {
            connect(failure.attempt(), next);
        } else {
            failure.tell().forEach(asker -> asker.failed(cause));
            origins.forget();
        }
    }

    /** Requests wait for streams and none gets one. */
    void crowded() {
        boolean directed = origins.settings.address(origin.host(), origin.port()) != null;
        Candidates candidates = candidates(Discovery.ANY, directed, directed ? null : records.known(System.nanoTime()));
        boolean grows;
        synchronized (this) {
            grows = pool.grows();
        }
        if (candidates.none() != null || !grows || !origins.room()) {
            return;
        }
        Answer.Connect<Wire> another;
        synchronized (this) {
            connectsEarly = origins.settings.options().earlyData();
            another = pool.crowded(candidates, System.nanoTime());
        }
        if (another != null) {
            connect(another.attempt(), another.endpoint());
        }
    }

    void wireGone(Wire wire) {
        origins.gone(wire);
        origins.forget();
    }

    void gone(Wire wire) {
        synchronized (this) {
            pool.gone(wire);
            refused.remove(wire);
            fast = null;
        }
        wheres.remove(wire);
    }

    void networkChanged() {
        synchronized (this) {
            pool.networkChanged();
            headStart = pool.headStart();
            misdirected.clear();
            refused.clear();
            onItsOwn = false;
            fast = null;
        }
        records.forget();
    }

    synchronized boolean forgettable() {
        return pool.forgettable() && patient.isEmpty() && misdirected.isEmpty() && !onItsOwn;
    }
}
