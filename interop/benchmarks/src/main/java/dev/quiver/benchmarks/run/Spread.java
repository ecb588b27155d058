package dev.quiver.benchmarks.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * A figure over all rounds.
 *
 * @param median the one in the middle; the mean of two where there is none
 * @param least the least
 * @param most the most
 * @param count of how many
 */
record Spread(double median, double least, double most, int count) {
    /** Of at least one value. */
    static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow(), sorted.length);
    }

    /** With three digits that count. */
    static String number(double value) {
        String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Median and range. */
    @Override
    public String toString() {
        return count == 1 ? number(median) : number(median) + " [" + number(least) + "–" + number(most) + "]";
    }
}
