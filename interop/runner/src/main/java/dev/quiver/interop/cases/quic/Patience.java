package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Trial;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting within a trial. */
final class Patience {
    /** Kept for saying why nothing came, before the trial is ended from outside. */
    private static final Duration LAST_WORDS = Duration.ofMillis(400);

    private static final long LOOK_AGAIN_MILLIS = 10;

    private Patience() {}

    /** What is left of the trial's limit but for a moment to tell in. */
    static Duration left(Trial trial) {
        Duration left = trial.left().minus(LAST_WORDS);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Waits for something to become true, this long at most and as long as the trial lasts; tells whether it did. */
    static boolean until(Trial trial, Duration most, BooleanSupplier event) throws InterruptedException {
        Duration left = left(trial);
        long end = System.nanoTime() + (most.compareTo(left) < 0 ? most : left).toNanos();
        while (!event.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }
}
