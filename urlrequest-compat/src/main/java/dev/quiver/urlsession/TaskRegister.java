package dev.quiver.urlsession;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tasks of a session that have not ended. Thread-safe. */
final class TaskRegister {
    private final AtomicLong identifiers = new AtomicLong();
    private final SortedMap<Long, UrlSessionTask> tasks = new TreeMap<>();
    private final Runnable onceEmptyAndClosed;
    private boolean closed;
    private boolean told;

    TaskRegister(Runnable onceEmptyAndClosed) {
        this.onceEmptyAndClosed = onceEmptyAndClosed;
    }

    long nextIdentifier() {
        return identifiers.incrementAndGet();
    }

    /** @throws IllegalStateException once closed */
    void add(UrlSessionTask task) {
        synchronized (tasks) {
            if (closed) {
                throw new IllegalStateException("the session was invalidated: make a new one");
            }
            tasks.put(task.taskIdentifier(), task);
        }
    }

    void remove(UrlSessionTask task) {
        synchronized (tasks) {
            tasks.remove(task.taskIdentifier());
        }
        tellIfOver();
    }

    List<UrlSessionTask> all() {
        synchronized (tasks) {
            return List.copyOf(tasks.values());
        }
    }

    /** Takes no more. */
    void close() {
        synchronized (tasks) {
            closed = true;
        }
        tellIfOver();
    }

    private void tellIfOver() {
        synchronized (tasks) {
            if (!closed || told || !tasks.isEmpty()) {
                return;
            }
            told = true;
        }
        onceEmptyAndClosed.run();
    }
}
