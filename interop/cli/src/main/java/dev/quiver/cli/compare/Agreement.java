package dev.quiver.cli.compare;

import java.util.Map;
import java.util.Set;

/** How the values that several clients saw compare, when each looked several times. */
public enum Agreement {
    /** All saw the same. */
    SAME,
    /** It changes from request to request, whoever asks: nothing to compare. */
    UNSTEADY,
    /** They differ. */
    DIFFERENT;

    /**
     * By all values that each client saw. What changes for every one of them changes by itself; what is steady for one and
     * not for another is a difference, since it may be the fault of the other.
     */
    static Agreement of(Map<ClientName, ? extends Set<?>> seen) {
        if (Set.copyOf(seen.values()).size() <= 1) {
            return SAME;
        }
        return seen.values().stream().allMatch(values -> values.size() > 1) ? UNSTEADY : DIFFERENT;
    }
}
