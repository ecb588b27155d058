package dev.quiver.benchmarks.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Every measurement of a run in its order: round by round, cell by cell, so that what the machine does meanwhile meets all
 * clients alike.
 *
 * @param turns the measurements
 */
record Schedule(List<Turn> turns) {
    /**
     * One measurement.
     *
     * @param number how many come before it
     * @param round in which round, from 1
     * @param cell what is measured
     * @param client of whom
     * @param expectedSeconds about how long that takes
     * @param secondsBefore how long all before it were expected to take
     */
    record Turn(int number, int round, Cell cell, Client client, double expectedSeconds, double secondsBefore) {}

    /** @param possible whether a client can be measured in a cell here */
    static Schedule of(
            List<Cell> cells, List<Client> clients, BenchOptions options, BiPredicate<Cell, Client> possible) {
        List<Turn> turns = new ArrayList<>();
        double before = 0;
        for (int round = 1; round <= options.rounds(); round++) {
            for (Cell cell : cells) {
                for (Client client : clients) {
                    if (cell.suits(client) && possible.test(cell, client)) {
                        double seconds = cell.expectedSeconds(options);
                        turns.add(new Turn(turns.size(), round, cell, client, seconds, before));
                        before += seconds;
                    }
                }
            }
        }
        return new Schedule(List.copyOf(turns));
    }

    private double expectedSeconds() {
        if (turns.isEmpty()) {
            return 0;
        }
        Turn last = turns.get(turns.size() - 1);
        return last.secondsBefore() + last.expectedSeconds();
    }

    /** What is said before the first. */
    String summary() {
        return turns.size() + " measurements, about " + minutes(expectedSeconds());
    }

    /** What is said before one of them. */
    String progress(Turn turn, Duration gone) {
        double left = (expectedSeconds() - turn.secondsBefore()) * pace(turn, gone);
        return "[" + (turn.number() + 1) + "/" + turns.size() + ", about " + minutes(left) + " left] round "
                + turn.round() + ", " + turn.cell() + ": " + turn.client();
    }

    /** How long one of them should take, going by what those before it took. */
    Duration expected(Turn turn, Duration gone) {
        return Duration.ofMillis(Math.round(turn.expectedSeconds() * pace(turn, gone) * 1000));
    }

    /** How much slower than expected it went until now. */
    private static double pace(Turn turn, Duration gone) {
        return turn.secondsBefore() == 0 ? 1 : gone.toMillis() / 1000.0 / turn.secondsBefore();
    }

    private static String minutes(double seconds) {
        long minutes = Math.round(Math.ceil(seconds / 60));
        return minutes == 1 ? "a minute" : minutes + " minutes";
    }
}
