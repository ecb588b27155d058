package dev.quiver.h3.internal.pool;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.route.BackOff;
import dev.quiver.h3.internal.route.Candidates;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.route.HeadStart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The QUIC connections of one origin: one is made at a time, and one is used, as long as it gets its requests their
 * streams; one that drains or is over is forgotten and never handed out. Takes events and the time in nanoseconds,
 * answers with what to do. No clock, thread or socket. Not thread-safe.
 *
 * @param <W> a connection
 * @param <X> who waits for one
 */
public final class OriginPool<W, X> {
    /** What the pool has to know of a connection. */
    public interface Condition<W> {
        /** Whether it takes new requests. */
        boolean usable(W wire);

        /** How many requests it has, those that wait for a stream included. */
        int load(W wire);
    }

    /**
     * What comes of a failed attempt.
     *
     * @param tell who is to be told, if there is nowhere else to try
     * @param elsewhere where to try next, or null
     */
    public record Failure<X>(
            List<X> tell, long attempt, @Nullable Endpoint elsewhere) {}

    private final Condition<? super W> condition;
    private final int most;
    private final Map<Place, BackOff> backOffs = new HashMap<>();
    private final HeadStart headStart = new HeadStart();
    private final Set<X> waiting = new LinkedHashSet<>();
    private final List<W> wires = new ArrayList<>(1);
    private final Deque<Endpoint> further = new ArrayDeque<>();
    private long attempts;
    private @Nullable Endpoint connecting;
    private boolean retesting;
    private @Nullable Long firstPacketAt;
    private boolean answered;

    /** @param most how many connections there may be at once */
    public OriginPool(Condition<? super W> condition, int most) {
        this.condition = condition;
        this.most = most;
    }

    /**
     * Asks for a connection.
     *
     * @param insist whether to try, and to wait, although it failed lately
     * @param candidates where to try; at least one
     */
    public Answer<W> acquire(X asker, boolean insist, Candidates candidates, long now) {
        W wire = usable();
        if (wire != null) {
            return new Answer.Use<>(wire);
        }
        if (connecting != null) {
            if (retesting && !insist && !answered) {
                return new Answer.Broken<>(backOff(connecting).reason(now));
            }
            waiting.add(asker);
            return new Answer.Wait<>(firstPacketAt, answered);
        }
        Endpoint first = candidates.endpoints().get(0);
        List<Endpoint> open = insist
                ? candidates.endpoints()
                : candidates.endpoints().stream()
                        .filter(endpoint -> !backOff(endpoint).holds(now))
                        .toList();
        if (open.isEmpty()) {
            return new Answer.Broken<>(backOff(first).reason(now));
        }
        Endpoint chosen = open.get(0);
        further.clear();
        further.addAll(open.subList(1, open.size()));
        boolean doubtful = !insist && backOff(chosen).remembers();
        begin(chosen, doubtful);
        if (doubtful) {
            return new Answer.Retest<>(attempts, chosen, backOff(chosen).reason(now));
        }
        waiting.add(asker);
        return new Answer.Connect<>(attempts, chosen);
    }

    /** Whether {@link #acquire} would have a connection made. */
    public boolean connects(boolean insist, Candidates candidates, long now) {
        return connecting == null
                && usable() == null
                && (insist
                        || candidates.endpoints().stream()
                                .anyMatch(endpoint -> !backOff(endpoint).holds(now)));
    }

    /** Whether {@link #crowded} may have one made. */
    public boolean grows() {
        wires.removeIf(wire -> !condition.usable(wire));
        return connecting == null && !wires.isEmpty() && wires.size() < most;
    }

    private void begin(Endpoint endpoint, boolean beside) {
        connecting = endpoint;
        retesting = beside;
        attempts++;
        firstPacketAt = null;
        answered = false;
    }

    private BackOff backOff(Endpoint endpoint) {
        return backOffs.computeIfAbsent(endpoint.place(), place -> new BackOff());
    }

    /**
     * No request of this origin has got a stream for a while though some wait.
     *
     * @return the attempt to make, or null if there are connections enough or one is on its way
     */
    public Answer.@Nullable Connect<W> crowded(Candidates candidates, long now) {
        if (!grows()) {
            return null;
        }
        for (Endpoint endpoint : candidates.endpoints()) {
            if (!backOff(endpoint).holds(now)) {
                further.clear();
                begin(endpoint, false);
                return new Answer.Connect<>(attempts, endpoint);
            }
        }
        return null;
    }

    /** The connection to use, the one with the least to do, if there is one. */
    public @Nullable W usable() {
        W best = null;
        for (int i = wires.size() - 1; i >= 0; i--) {
            W wire = wires.get(i);
            if (!condition.usable(wire)) {
                wires.remove(i);
            } else if (best == null || condition.load(wire) <= condition.load(best)) {
                best = wire;
            }
        }
        return best;
    }

    /** How many connections there are. */
    public int size() {
        return wires.size();
    }

    /** The connections there are. */
    public List<W> wires() {
        return List.copyOf(wires);
    }

    /** The asker waits no longer. A connection under way goes on, for others. */
    public void leave(X asker) {
        waiting.remove(asker);
    }

    /** Who asked waits for something else than a connection of its own, such as another origin's. */
    public void join(X asker) {
        waiting.add(asker);
    }

    /** Who waits for this attempt, and goes on to. */
    public List<X> waiting(long attempt) {
        return attempt != attempts || connecting == null ? List.of() : List.copyOf(waiting);
    }

    /** The first packet left: who waits is to be told. */
    public List<X> firstPacket(long attempt, long now) {
        if (attempt != attempts || connecting == null || firstPacketAt != null) {
            return List.of();
        }
        firstPacketAt = now;
        return List.copyOf(waiting);
    }

    /** The server answered: who waits is to be told. */
    public List<X> firstAnswer(long attempt) {
        if (attempt != attempts || connecting == null || answered) {
            return List.of();
        }
        answered = true;
        return List.copyOf(waiting);
    }

    /** It is ready: who waits is to use it. */
    public List<X> ready(long attempt, W wire, long now) {
        if (attempt != attempts || connecting == null) {
            return List.of();
        }
        backOffs.remove(connecting.place());
        if (firstPacketAt != null) {
            headStart.took(now - firstPacketAt);
        }
        connecting = null;
        return adopt(wire);
    }

    /** A connection that serves another origin serves this one too: who waits is to use it. */
    public List<X> adopt(W wire) {
        wires.add(wire);
        return empty();
    }

    /** It failed. */
    public Failure<X> failed(long attempt, H3Exception cause, long now) {
        Endpoint failed = connecting;
        if (attempt != attempts || failed == null) {
            return new Failure<>(List.of(), attempts, null);
        }
        connecting = null;
        boolean own = failed.source() == Endpoint.Source.OWN_PORT;
        switch (cause.kind()) {
            case CANCELLED -> further.clear();
            case HOST_NOT_FOUND -> {
                // Of the origin's own name it says nothing about QUIC: TCP would fare the same.
                if (!own) {
                    backOff(failed).failed(String.valueOf(cause.getMessage()), now);
                }
            }
            default -> backOff(failed).failed(String.valueOf(cause.getMessage()), now);
        }
        Endpoint next = further.poll();
        if (next != null) {
            begin(next, retesting);
            return new Failure<>(List.of(), attempts, next);
        }
        return new Failure<>(empty(), attempts, null);
    }

    /** This connection drains or is over. */
    public void gone(W wire) {
        wires.remove(wire);
    }

    /** Another network: what failed may work, and what worked may be dead. */
    public List<W> networkChanged() {
        backOffs.clear();
        headStart.forget();
        List<W> old = List.copyOf(wires);
        wires.clear();
        return old;
    }

    /** The silence that the next handshake is allowed. */
    public Duration headStart() {
        return headStart.next();
    }

    private List<X> empty() {
        List<X> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    /** Whether nothing would be lost by forgetting this origin but how long its handshakes took. */
    public boolean forgettable() {
        return wires.isEmpty()
                && connecting == null
                && waiting.isEmpty()
                && backOffs.values().stream().noneMatch(BackOff::remembers);
    }
}
