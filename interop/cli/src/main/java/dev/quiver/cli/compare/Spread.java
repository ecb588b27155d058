package dev.quiver.cli.compare;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The middle and the extremes of several durations.
 *
 * @param median the middle one, or what lies between the middle two
 * @param least the shortest
 * @param most the longest
 * @param count how many there were, at least one
 */
public record Spread(Duration median, Duration least, Duration most, int count) {
    /** Of those that are known; null where none is. */
    public static @Nullable Spread of(Collection<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return null;
        }
        int count = sorted.size();
        Duration median =
                sorted.get((count - 1) / 2).plus(sorted.get(count / 2)).dividedBy(2);
        return new Spread(median, sorted.get(0), sorted.get(count - 1), count);
    }
}
