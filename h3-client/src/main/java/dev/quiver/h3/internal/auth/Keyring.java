package dev.quiver.h3.internal.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The credentials that were accepted, by place: sent unasked the next time. Safe to use from any thread. */
public final class Keyring {
    /** As many places as are remembered; the one not used for longest goes first. */
    private static final int MOST = 1000;

    private final Map<Place, Credentials> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Credentials> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Where credentials are good.
     *
     * @param peer an origin, or a proxy
     * @param path up to and with the last slash (RFC 7617 §2.2); empty for a proxy
     */
    public record Place(String peer, String path) {
        /** The next place up, or null. */
        private @Nullable Place above() {
            int slash = path.lastIndexOf('/', path.length() - 2);
            return path.length() < 2 || slash < 0 ? null : new Place(peer, path.substring(0, slash + 1));
        }
    }

    /** What is good there, or at a place above. */
    public synchronized @Nullable Credentials find(Place place) {
        for (Place at = place; at != null; at = at.above()) {
            Credentials found = known.get(at);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** These were accepted there. */
    public synchronized void keep(Place place, Credentials credentials) {
        known.put(place, credentials);
    }

    /** These are no longer accepted, anywhere. */
    public synchronized void forget(Credentials credentials) {
        known.values().removeIf(one -> one == credentials);
    }
}
