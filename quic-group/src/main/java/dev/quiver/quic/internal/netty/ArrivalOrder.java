package dev.quiver.quic.internal.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the peer's streams of one type back into the order in which they were opened. A stream's first packet may
 * overtake another's; ids tell the order (RFC 9000 §2.1). A stream whose elder never shows up waits no longer than the
 * patience, because the elder may never carry a byte. Has no clock of its own.
 */
final class ArrivalOrder<S> {
    private final long patienceNanos;
    private final TreeMap<Long, Early<S>> early = new TreeMap<>();
    private long next;

    private record Early<S>(S stream, long deadline) {}

    /** @param first the lowest id of the type, 0 to 3 */
    ArrivalOrder(long first, long patienceNanos) {
        this.next = first;
        this.patienceNanos = patienceNanos;
    }

    /** A stream arrived; returns those that can be handed on now, in order. */
    List<S> arrived(long id, S stream, long now) {
        if (id < next) {
            // An elder that was given up on.
            return List.of(stream);
        }
        early.put(id, new Early<>(stream, now + patienceNanos));
        return ready();
    }

    /** Time has passed; returns those that waited long enough for their elders, and what follows them. */
    List<S> expired(long now) {
        Long last = null;
        for (Map.Entry<Long, Early<S>> e : early.entrySet()) {
            if (e.getValue().deadline() - now <= 0) {
                last = e.getKey();
            }
        }
        if (last == null) {
            return List.of();
        }
        List<S> out = new ArrayList<>();
        while (!early.isEmpty() && early.firstKey() <= last) {
            Map.Entry<Long, Early<S>> first = early.pollFirstEntry();
            next = first.getKey() + 4;
            out.add(first.getValue().stream());
        }
        out.addAll(ready());
        return out;
    }

    /** When {@link #expired} has something to do, or {@link Long#MAX_VALUE}. */
    long deadline() {
        long earliest = Long.MAX_VALUE;
        for (Early<S> e : early.values()) {
            earliest = Math.min(earliest, e.deadline());
        }
        return earliest;
    }

    private List<S> ready() {
        List<S> out = new ArrayList<>(1);
        for (Early<S> e = early.remove(next); e != null; e = early.remove(next)) {
            next += 4;
            out.add(e.stream());
        }
        return out;
    }
}
