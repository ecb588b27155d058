package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** So many requests in flight for so long: each that ends starts the next, on the thread that told of its end. */
final class ClosedLoop {
    private final Peer peer;
    private final String path;
    private final long size;
    private final ReplyCheck check;
    private final LongAdder answered = new LongAdder();
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long end;
    private double seconds;

    ClosedLoop(Peer peer, String path, long size, ReplyCheck check) {
        this.peer = peer;
        this.path = path;
        this.size = size;
        this.check = check;
    }

    /** Runs it once. Throws what the first request failed with; at the limit, a {@link TimeoutException}. */
    ClosedLoop run(int inFlight, Duration lasting, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long began = System.nanoTime();
        end = began + lasting.toNanos();
        CompletableFuture<?>[] slots = new CompletableFuture<?>[inFlight];
        for (int i = 0; i < inFlight; i++) {
            Slot slot = new Slot();
            slots[i] = slot.done;
            slot.next();
        }
        CompletableFuture.allOf(slots).get(lasting.plus(limit).toMillis(), TimeUnit.MILLISECONDS);
        seconds = (System.nanoTime() - began) / 1e9;
        Throwable failed = failure.get();
        if (failed != null) {
            throw new ExecutionException("failed after " + answered() + " requests", failed);
        }
        return this;
    }

    long answered() {
        return answered.sum();
    }

    double seconds() {
        return seconds;
    }

    LatencyHistogram latencies() {
        return latencies;
    }

    /** One of the requests in flight, and its successors. */
    private final class Slot {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private long began;

        void next() {
            began = System.nanoTime();
            try {
                peer.get(path).whenComplete(this::ended);
            } catch (RuntimeException e) {
                ended(null, e);
            }
        }

        private void ended(@Nullable Reply reply, @Nullable Throwable error) {
            long now = System.nanoTime();
            Throwable wrong = error;
            if (reply != null) {
                try {
                    check.check(reply, size);
                } catch (RuntimeException e) {
                    wrong = e;
                }
            }
            if (wrong != null) {
                failure.compareAndSet(null, wrong);
                done.complete(null);
                return;
            }
            latencies.add(now - began);
            answered.increment();
            if (now >= end || failure.get() != null) {
                done.complete(null);
            } else {
                next();
            }
        }
    }
}
