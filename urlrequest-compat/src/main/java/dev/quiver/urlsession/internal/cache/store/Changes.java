package dev.quiver.urlsession.internal.cache.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The changes that have not come to the files yet, in order, and the thread that brings them there. Thread-safe. */
final class Changes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Changes.class.getName());
    private static final int READERS = 4;
    private static final int MOST_WAITING = 256;

    private final ThreadPoolExecutor writer = threads("quiver-cache-writer", 1);
    private final ThreadPoolExecutor readers = threads("quiver-cache-reader", READERS);
    private final Deque<Change> waiting = new ArrayDeque<>();
    private boolean closed;
    private boolean working;

    Executor readers() {
        return readers;
    }

    /** Drops what comes after {@link #close}. */
    void add(Change change) {
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.add(change);
            if (working) {
                return;
            }
            working = true;
        }
        writer.execute(this::work);
    }

    /** Whether so much waits that more would only fill memory: the medium is slower than the network. */
    synchronized boolean areBehind() {
        return waiting.size() >= MOST_WAITING;
    }

    synchronized List<Change> waiting() {
        return List.copyOf(waiting);
    }

    synchronized @Nullable FinishedBody body(String id) {
        return waiting.stream()
                .filter(change -> id.equals(change.id()))
                .map(Change::body)
                .findFirst()
                .orElse(null);
    }

    /** Waits until nothing waits. */
    synchronized void flush() {
        boolean interrupted = false;
        while (working) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Readers stay: their threads end by themselves when nothing is read. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        flush();
        writer.shutdown();
    }

    private void work() {
        while (true) {
            Change next;
            synchronized (this) {
                next = waiting.peek();
                if (next == null) {
                    working = false;
                    notifyAll();
                    return;
                }
            }
            try {
                next.work().run();
            } catch (IOException | RuntimeException unwritable) {
                LOG.log(Level.WARNING, "a change of the cache did not come to its files", unwritable);
            }
            synchronized (this) {
                waiting.remove();
            }
        }
    }

    private static ThreadPoolExecutor threads(String name, int most) {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(most, most, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
