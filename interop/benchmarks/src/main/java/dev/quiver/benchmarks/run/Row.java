package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.Result;
import org.jspecify.annotations.Nullable;

/**
 * One measurement.
 *
 * @param cell what was measured
 * @param client of whom
 * @param round in which round, from 1
 * @param result what came out; null if it failed
 * @param failure why not; null if it did not fail
 */
record Row(
        Cell cell,
        Client client,
        int round,
        @Nullable Result result,
        @Nullable String failure) {
    static Row of(Cell cell, Client client, int round, Result result) {
        return new Row(cell, client, round, result, null);
    }

    static Row failed(Cell cell, Client client, int round, String failure) {
        return new Row(cell, client, round, null, failure);
    }
}
