package dev.quiver.h3.internal.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.Call;

/**
 * Where the thread of a call waits for what the HTTP client's threads bring: whatever the conditions look at is guarded by
 * this object, and {@link #changed} is called after each change. A cancelled call ends every wait.
 */
final class Meeting {
    /** How often a call is looked at that does not tell of its cancellation. */
    private static final long LOOK_MILLIS = 50;

    private final Call call;
    private final boolean told;

    /** @param told whether {@link #changed} is called when the call is cancelled */
    Meeting(Call call, boolean told) {
        this.call = call;
        this.told = told;
    }

    synchronized void changed() {
        notifyAll();
    }

    /**
     * Waits until it is so.
     *
     * @param nanos the longest wait, or 0 for any
     * @param late what the time-out says
     * @throws SocketTimeoutException after that time
     * @throws InterruptedIOException if the thread is interrupted
     * @throws IOException if the call is cancelled, be it so or not
     */
    synchronized void await(BooleanSupplier condition, long nanos, String late) throws IOException {
        long from = System.nanoTime();
        while (true) {
            if (call.isCanceled()) {
                throw new IOException("Canceled");
            }
            if (condition.getAsBoolean()) {
                return;
            }
            long left = nanos == 0 ? Long.MAX_VALUE : nanos - (System.nanoTime() - from);
            if (left <= 0) {
                throw new SocketTimeoutException(late);
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(left) + 1;
            try {
                wait(told ? millis : Math.min(millis, LOOK_MILLIS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
