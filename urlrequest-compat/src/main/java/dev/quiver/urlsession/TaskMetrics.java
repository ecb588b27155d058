package dev.quiver.urlsession;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a task went: each transaction on its own.
 *
 * @param start when the task was first resumed
 * @param end when it ended
 * @param transactionMetrics in the order in which they began: one a request, those that were redirected, challenged or
 *     tried again included
 * @param redirectCount how many redirections were followed
 */
public record TaskMetrics(Instant start, Instant end, List<TransactionMetrics> transactionMetrics, int redirectCount) {
    public TaskMetrics {
        transactionMetrics = List.copyOf(transactionMetrics);
    }

    /** From the first resume to the end. */
    public Duration taskInterval() {
        return Duration.between(start, end);
    }
}
