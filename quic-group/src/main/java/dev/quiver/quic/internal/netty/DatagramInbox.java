package dev.quiver.quic.internal.netty;

import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.DatagramOptions.Overflow;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Datagrams that came and wait for their receiver: bounded, the rest dropped and counted. Safe from any thread. */
final class DatagramInbox {
    /** Takes datagrams, on the callback executor. */
    interface Receiver {
        void next(ByteBuffer datagram);

        /** Nothing more comes; null when this side ended it. */
        void end(@Nullable Throwable failure);
    }

    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    /** As many in one task, so that other callbacks of the group get their turn. */
    private static final int TURN = 64;

    private final DatagramOptions options;
    private final Executor callbacks;
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable Receiver receiver;
    private long demand;
    private long received;
    private long dropped;
    private boolean scheduled;
    private boolean ended;
    private @Nullable Throwable failure;

    DatagramInbox(DatagramOptions options, Executor callbacks) {
        this.options = options;
        this.callbacks = callbacks;
    }

    synchronized long received() {
        return received;
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized void offer(ByteBuffer datagram) {
        if (ended) {
            return;
        }
        if (waiting.size() >= options.receiveQueue()) {
            dropped++;
            if (options.overflow() == Overflow.DROP_NEWEST) {
                return;
            }
            // It had been counted as received; what is dropped never reached a receiver.
            waiting.poll();
            received--;
        }
        received++;
        waiting.add(datagram);
        schedule();
    }

    /** Replaces the receiver, which wants this many to begin with. */
    synchronized void receiver(@Nullable Receiver next, long demand) {
        Receiver previous = receiver;
        if (previous != null) {
            callbacks.execute(() -> previous.end(null));
        }
        this.receiver = next;
        this.demand = demand;
        schedule();
    }

    synchronized void request(Receiver from, long more) {
        if (receiver == from) {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
            schedule();
        }
    }

    synchronized void cancel(Receiver from) {
        if (receiver == from) {
            receiver = null;
        }
    }

    /** Nothing more comes; what waits is still handed over. */
    synchronized void end(@Nullable Throwable cause) {
        if (!ended) {
            ended = true;
            failure = cause;
            schedule();
        }
    }

    private void schedule() {
        boolean work = waiting.isEmpty() ? ended : demand > 0;
        if (receiver != null && work && !scheduled) {
            scheduled = true;
            callbacks.execute(this::deliver);
        }
    }

    private void deliver() {
        for (int i = 0; i < TURN; i++) {
            Receiver to;
            ByteBuffer next;
            Throwable cause;
            synchronized (this) {
                to = receiver;
                next = to != null && demand > 0 ? waiting.poll() : null;
                if (to == null || (next == null && !(ended && waiting.isEmpty()))) {
                    scheduled = false;
                    return;
                }
                if (next != null && demand != Long.MAX_VALUE) {
                    demand--;
                }
                if (next == null) {
                    receiver = null;
                    scheduled = false;
                }
                cause = failure;
            }
            try {
                if (next == null) {
                    to.end(cause);
                    return;
                }
                to.next(next);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "the receiver of datagrams failed", e);
            }
        }
        synchronized (this) {
            scheduled = false;
            schedule();
        }
    }
}
