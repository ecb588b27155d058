package dev.quiver.urlsession;

import java.time.Duration;

/**
 * The two clocks of a task, as a state machine in nanoseconds of the caller's clock: it has no clock, thread or lock of
 * its own. Silence is measured from the last progress while something is waited for, the whole from the start; neither
 * runs while the task is suspended.
 */
final class TaskTimeouts {
    /** What the caller is to do now. */
    sealed interface Action {
        /** Ask again after this many nanoseconds. */
        record Wait(long nanos) implements Action {}

        /** No limit runs: ask again when that changes. */
        record Rest() implements Action {}

        /** The task is over; the sentence says why. */
        record Expire(String reason) implements Action {}
    }

    private final Duration silence;
    private final Duration whole;
    private long started;
    private long lastProgress;
    private long suspendedAt;
    private boolean suspended;
    private boolean listening = true;

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

    /** Whether the server owes something: only then is its silence measured, anew from when it begins to. */
    void listening(boolean waited, long now) {
        if (waited && !listening) {
            progress(now);
        }
        listening = waited;
    }

    /** Stops both clocks. */
    void suspend(long now) {
        if (!suspended) {
            suspended = true;
            suspendedAt = now;
        }
    }

    /** Lets both go on: the whole from where it stood, silence anew. */
    void resume(long now) {
        if (suspended) {
            suspended = false;
            started += now - suspendedAt;
            progress(now);
        }
    }

    /** What to do at this time. */
    Action at(long now) {
        if (suspended) {
            return new Action.Rest();
        }
        long wholeLeft = whole.toNanos() - (now - started);
        if (wholeLeft <= 0) {
            return new Action.Expire("it took longer than " + seconds(whole) + " in all (timeoutIntervalForResource)");
        }
        if (!listening) {
            return new Action.Wait(wholeLeft);
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
