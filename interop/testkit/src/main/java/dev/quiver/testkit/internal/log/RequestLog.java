package dev.quiver.testkit.internal.log;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.RequestRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The newest requests, in the order in which their fields came. Safe to use from any thread. */
public final class RequestLog {
    private static final long POLL_MILLIS = 5;

    private final int most;
    private final ArrayDeque<LoggedRequest> requests = new ArrayDeque<>();
    private long changes;

    /** @param most how many requests are kept; older ones are forgotten */
    public RequestLog(int most) {
        this.most = most;
    }

    /** A request has come. */
    public LoggedRequest add(long connection, long streamId, String method, String target, Fields fields) {
        LoggedRequest request = new LoggedRequest(this, connection, streamId, method, target, fields);
        synchronized (this) {
            if (most > 0) {
                if (requests.size() == most) {
                    requests.remove();
                }
                requests.add(request);
            }
            changed();
        }
        return request;
    }

    synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** What is known now. */
    public List<RequestRecord> snapshot() {
        List<LoggedRequest> now;
        synchronized (this) {
            now = List.copyOf(requests);
        }
        return now.stream().map(LoggedRequest::snapshot).toList();
    }

    /** Forgets all. */
    public synchronized void clear() {
        requests.clear();
    }

    /** Waits for a request of this kind to come or to become one; empty when the time is over. */
    public Optional<RequestRecord> await(Predicate<? super RequestRecord> kind, Duration most)
            throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            long seen;
            synchronized (this) {
                seen = changes;
            }
            Optional<RequestRecord> found = snapshot().stream().filter(kind).findFirst();
            if (found.isPresent()) {
                return found;
            }
            synchronized (this) {
                long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
                if (changes == seen) {
                    if (millis <= 0) {
                        return Optional.empty();
                    }
                    // The counts of bytes grow without notice: telling of every part would slow the transfer.
                    wait(Math.min(millis, POLL_MILLIS));
                }
            }
        }
    }
}
