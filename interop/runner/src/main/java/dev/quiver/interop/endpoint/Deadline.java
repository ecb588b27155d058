package dev.quiver.interop.endpoint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When all has to be over. */
final class Deadline {
    private final Duration limit;
    private final long began = System.nanoTime();

    Deadline(Duration limit) {
        this.limit = limit;
    }

    /** How long everything may take. */
    Duration limit() {
        return limit;
    }

    /** What is left of it; at least a millisecond. */
    Duration left() {
        Duration left = limit.minusNanos(System.nanoTime() - began);
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    /** Waits for something that does not fail; false if there is no time left for it. */
    boolean await(CompletableFuture<Void> something) throws InterruptedException {
        try {
            something.get(left().toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("what does not fail has failed", e.getCause());
        }
    }
}
