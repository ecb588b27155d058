package dev.quiver.h3.internal.altsvc;

import dev.quiver.h3.internal.altsvc.Advice.Offer;
import dev.quiver.h3.internal.message.OriginKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The alternatives of each origin (RFC 7838 §2.2). Times are of the calendar, in milliseconds, since entries outlive
 * the process. Bounded: the origins heard of longest ago go first. No clock, thread or file. Not thread-safe.
 */
public final class AltSvcCache {
    /** Origins kept. */
    static final int MOST_ORIGINS = 1000;
    /** How long it is remembered that an origin has none, so that no other process's older entry comes back. */
    static final long SILENCE_KEPT = 24L * 60 * 60 * 1000;

    /**
     * What is known of an origin.
     *
     * @param learnedAt when it was learned: of two, the later counts
     * @param entries none when its alternatives were taken back
     */
    public record Known(long learnedAt, List<Entry> entries) {
        public Known {
            entries = List.copyOf(entries);
        }

        boolean worthKeeping(long now) {
            return entries.isEmpty()
                    ? now - learnedAt < SILENCE_KEPT
                    : entries.stream().anyMatch(entry -> entry.expiresAt() > now);
        }
    }

    /**
     * One alternative.
     *
     * @param place where
     * @param expiresAt from when on it is no longer good
     * @param persist whether it outlives a change of network
     */
    public record Entry(Place place, long expiresAt, boolean persist) {}

    private final Map<OriginKey, Known> origins = new HashMap<>();

    /**
     * An origin's response said this.
     *
     * @param age how old the response was in seconds (RFC 7838 §3.1, RFC 9111 §5.1)
     * @return whether anything changed
     */
    public boolean heard(OriginKey origin, Advice advice, long age, long now) {
        List<Entry> entries = new ArrayList<>();
        for (Offer offer : advice.offers()) {
            long left = offer.maxAge() - age;
            if (left > 0) {
                entries.add(new Entry(offer.place(), now + left * 1000, offer.persist()));
            }
        }
        Known before = origins.get(origin);
        if (entries.isEmpty() && before == null) {
            return false;
        }
        // The same again with an expiry moved by little is not worth a file.
        boolean same = before != null && alike(before.entries(), entries, now);
        if (!same) {
            origins.put(origin, new Known(now, entries));
            bound();
        }
        return !same;
    }

    private static boolean alike(List<Entry> before, List<Entry> after, long now) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            Entry old = before.get(i);
            Entry fresh = after.get(i);
            if (!old.place().equals(fresh.place())
                    || old.persist() != fresh.persist()
                    || Math.abs(old.expiresAt() - fresh.expiresAt())
                            > Math.min(60_000, Math.max(0, old.expiresAt() - now) / 2)) {
                return false;
            }
        }
        return true;
    }

    /** Where an origin may be reached, most wanted first. */
    public List<Place> places(OriginKey origin, long now) {
        Known known = origins.get(origin);
        return known == null
                ? List.of()
                : known.entries().stream()
                        .filter(entry -> entry.expiresAt() > now)
                        .map(Entry::place)
                        .toList();
    }

    /** The alternative answered 421: it is not one (RFC 7838 §6). */
    public boolean misdirected(OriginKey origin, Place place, long now) {
        Known known = origins.get(origin);
        if (known == null
                || known.entries().stream().noneMatch(entry -> entry.place().equals(place))) {
            return false;
        }
        origins.put(
                origin,
                new Known(
                        now,
                        known.entries().stream()
                                .filter(entry -> !entry.place().equals(place))
                                .toList()));
        return true;
    }

    /** Another network may have other servers near: only what persists is kept (RFC 7838 §2.2). */
    public void networkChanged(long now) {
        origins.replaceAll((origin, known) -> {
            List<Entry> kept = known.entries().stream().filter(Entry::persist).toList();
            return kept.size() == known.entries().size() ? known : new Known(now, kept);
        });
    }

    /** Takes over what another process learned; of each origin, what was learned last counts. */
    public void merge(Map<OriginKey, Known> others, long now) {
        others.forEach((origin, theirs) -> {
            // A clock that was set back must not make an entry win for ever.
            Known sane = theirs.learnedAt() > now ? new Known(now, theirs.entries()) : theirs;
            origins.merge(origin, sane, (a, b) -> b.learnedAt() > a.learnedAt() ? b : a);
        });
        origins.values().removeIf(known -> !known.worthKeeping(now));
        bound();
    }

    /** All that is worth keeping. */
    public Map<OriginKey, Known> snapshot(long now) {
        Map<OriginKey, Known> kept = new HashMap<>(origins);
        kept.values().removeIf(known -> !known.worthKeeping(now));
        return kept;
    }

    private void bound() {
        while (origins.size() > MOST_ORIGINS) {
            OriginKey oldest = origins.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().learnedAt()))
                    .orElseThrow()
                    .getKey();
            origins.remove(oldest);
        }
    }
}
