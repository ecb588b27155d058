package dev.quiver.testkit.relay;

import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Datagrams under way, and the thread that lets each go at its time. Departure times are absolute, so that a late
 * awakening never slows the rate.
 */
final class Departures implements Runnable, AutoCloseable {
    private record Departure(long atNanos, long order, Runnable send) implements Comparable<Departure> {
        @Override
        public int compareTo(Departure other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Departure> waiting = new PriorityQueue<>();
    private final Thread thread;
    private final long origin;
    private long order;
    private volatile boolean closed;

    /** @param origin what {@link System#nanoTime} said at nought of the relay's clock */
    Departures(String name, long origin) {
        this.origin = origin;
        this.thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
    }

    void add(long atNanos, Runnable send) {
        boolean first;
        synchronized (waiting) {
            Departure departure = new Departure(atNanos, order++, send);
            waiting.add(departure);
            first = waiting.element().order == departure.order;
        }
        if (first) {
            LockSupport.unpark(thread);
        }
    }

    boolean isEmpty() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    @Override
    public void run() {
        while (!closed) {
            Departure next;
            long wait = 0;
            synchronized (waiting) {
                next = waiting.peek();
                if (next != null) {
                    wait = next.atNanos - (System.nanoTime() - origin);
                    if (wait <= 0) {
                        waiting.remove();
                    }
                }
            }
            if (next == null) {
                LockSupport.park(this);
            } else if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                next.send.run();
            }
        }
    }

    /** Forgets what is under way; returns when the thread is gone. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
