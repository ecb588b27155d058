package dev.quiver.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of one measurement by name, in the order in which they were put; they travel between processes as one line of
 * {@code name=number} fields with tabs between them.
 *
 * @param inFlight how many requests were in flight
 * @param figures the figures
 */
public record Result(int inFlight, Map<String, Double> figures) {
    private static final String MARK = "result";

    /** No figures yet. */
    public static Result of(int inFlight) {
        return new Result(inFlight, new LinkedHashMap<>());
    }

    /** Adds a figure; one that could not be had (not a number) is left out. */
    public Result with(String name, double figure) {
        if (!Double.isNaN(figure)) {
            figures.put(name, figure);
        }
        return this;
    }

    /** Whether a line of output is a result. */
    public static boolean isResult(String line) {
        return line.startsWith(MARK + "\t");
    }

    /** Reads such a line. */
    public static Result parse(String line) {
        String[] fields = line.split("\t", -1);
        Result result = of(Integer.parseInt(fields[1]));
        for (int i = 2; i < fields.length; i++) {
            int equals = fields[i].indexOf('=');
            result.with(fields[i].substring(0, equals), Double.parseDouble(fields[i].substring(equals + 1)));
        }
        return result;
    }

    /** The line. */
    String line() {
        StringBuilder line = new StringBuilder(MARK).append('\t').append(inFlight);
        figures.forEach((name, figure) ->
                line.append('\t').append(name).append('=').append(String.format(Locale.ROOT, "%.4f", figure)));
        return line.toString();
    }
}
