package dev.quiver.urlsession;

import java.time.Duration;

/**
 * The two clocks of a task, as a state machine in nanoseconds of the caller's clock: it has no clock, thread or lock of
 * its own. Silence is measured from the last progress, the whole from the start.
 */
final class TaskTimeouts {
    /** What the caller is to do now. */
    sealed interface Action {
        /** Ask again after this many nanoseconds. */
        record Wait(long nanos) implements Action {}

        /** The task is over; the sentence says why. */
        record Expire(String reason) implements Action {}
    }

    private final Duration silence;
    private final Duration whole;
    private final long started;
    private long lastProgress;

    TaskTimeouts(Duration silence, Duration whole, long now) {
        this.silence = silence;
        this.whole = whole;
        this.started = now;
        this.lastProgress = now;
    }

    /** Something moved at this time. Times may come late and out of order. */
    void progress(long at) {
        if (at - lastProgress > 0) {
            lastProgress = at;
        }
    }

    /** What to do at this time. */
    Action at(long now) {
        long wholeLeft = whole.toNanos() - (now - started);
        if (wholeLeft <= 0) {
            return new Action.Expire("it took longer than " + seconds(whole) + " in all (timeoutIntervalForResource)");
        }
        long silenceLeft = silence.toNanos() - (now - lastProgress);
        if (silenceLeft <= 0) {
            return new Action.Expire("nothing moved for " + seconds(silence) + " (timeoutInterval)");
        }
        return new Action.Wait(Math.min(wholeLeft, silenceLeft));
    }

    private static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
