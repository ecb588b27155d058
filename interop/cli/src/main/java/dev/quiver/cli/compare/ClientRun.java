package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All exchanges of one client with one URL by one way.
 *
 * @param uncounted those of the first round, whose times tell of class loading; their answers count
 * @param cold the first on a new connection, one a round
 * @param warm the second on that connection
 * @param notMeasured why there are none, or null
 */
public record ClientRun(
        List<Sample> uncounted,
        List<Sample> cold,
        List<Sample> warm,
        @Nullable String notMeasured) {
    public ClientRun {
        uncounted = List.copyOf(uncounted);
        cold = List.copyOf(cold);
        warm = List.copyOf(warm);
    }

    static ClientRun none(String why) {
        return new ClientRun(List.of(), List.of(), List.of(), why);
    }

    /** Every exchange, in order within its kind. */
    public Stream<Sample> samples() {
        return Stream.of(uncounted, cold, warm).flatMap(List::stream);
    }

    /** Every answer. */
    public List<Answer> answers() {
        return samples().map(Sample::answer).filter(Objects::nonNull).toList();
    }

    /** The first failure, or null. */
    public @Nullable Failure failure() {
        return samples()
                .map(Sample::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** How many exchanges failed. */
    public long failures() {
        return samples().filter(sample -> sample.failure() != null).count();
    }

    /** The spread of one of the durations of those that were answered; null where none is known. */
    public static @Nullable Spread spread(List<Sample> samples, Function<Sample, @Nullable Duration> which) {
        List<Duration> known = new ArrayList<>();
        for (Sample sample : samples) {
            Duration duration = sample.answer() == null ? null : which.apply(sample);
            if (duration != null) {
                known.add(duration);
            }
        }
        return Spread.of(known);
    }
}
