package dev.quiver.urlsession.internal.cache.store;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Bodies in memory, the longest unused of which go first: copies of what is in files, and such as are nowhere else.
 * Thread-safe.
 */
final class MemoryStore {
    /** What an entry takes beside its body, near enough. */
    private static final int OVERHEAD = 1024;

    private record Held(@Nullable StoredResponse only, byte[] bytes) {
        long size() {
            return (long) bytes.length + OVERHEAD;
        }
    }

    private final long capacity;
    private final LinkedHashMap<String, Held> byId = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, List<StoredResponse>> onlyHere = new HashMap<>();
    private long usage;

    MemoryStore(long capacity) {
        this.capacity = capacity;
    }

    /** Those of this key that are in memory only. */
    synchronized List<StoredResponse> find(String key) {
        return List.copyOf(onlyHere.getOrDefault(key, List.of()));
    }

    synchronized byte @Nullable [] body(String id) {
        Held held = byId.get(id);
        return held == null ? null : held.bytes;
    }

    /** Keeps a copy of a body that is elsewhere too. */
    synchronized void copy(String id, byte[] bytes) {
        hold(id, new Held(null, bytes));
    }

    /** Keeps a response that is nowhere else, in place of the same variant. */
    synchronized void put(StoredResponse response, byte[] bytes) {
        remove(response.key(), response::sameVariant);
        onlyHere.computeIfAbsent(response.key(), key -> new ArrayList<>()).add(response);
        hold(response.id(), new Held(response, bytes));
    }

    synchronized void update(StoredResponse response) {
        List<StoredResponse> known = onlyHere.get(response.key());
        if (known != null) {
            known.replaceAll(one -> one.id().equals(response.id()) ? response : one);
        }
    }

    synchronized void remove(String key, Predicate<StoredResponse> meant) {
        for (StoredResponse response : find(key)) {
            if (meant.test(response)) {
                forget(response);
            }
        }
    }

    synchronized void removeAll(Predicate<StoredResponse> meant) {
        List.copyOf(onlyHere.keySet()).forEach(key -> remove(key, meant));
    }

    synchronized long usage() {
        return usage;
    }

    private void hold(String id, Held held) {
        byId.put(id, held);
        usage += held.size();
        Iterator<Held> oldest = byId.values().iterator();
        while (usage > capacity && oldest.hasNext()) {
            Held gone = oldest.next();
            oldest.remove();
            usage -= gone.size();
            if (gone.only != null) {
                unlist(gone.only);
            }
        }
    }

    private void forget(StoredResponse response) {
        Held held = byId.remove(response.id());
        if (held != null) {
            usage -= held.size();
        }
        unlist(response);
    }

    private void unlist(StoredResponse response) {
        List<StoredResponse> known = onlyHere.get(response.key());
        if (known != null) {
            known.removeIf(one -> one.id().equals(response.id()));
            if (known.isEmpty()) {
                onlyHere.remove(response.key());
            }
        }
    }
}
