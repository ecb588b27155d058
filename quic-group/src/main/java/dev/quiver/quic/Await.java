package dev.quiver.quic;

import dev.quiver.quic.internal.flow.Causes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Waits, as blocking streams wait: parking the thread, which frees the carrier of a virtual one. */
final class Await {
    private Await() {}

    /**
     * What the future gives.
     *
     * @param timeout null for as long as it takes
     * @param onInterrupt run before an interrupt is reported; the thread stays interrupted
     */
    static <T> T result(CompletableFuture<T> future, @Nullable Duration timeout, Runnable onInterrupt)
            throws IOException {
        try {
            return timeout == null ? future.get() : future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            onInterrupt.run();
            throw interrupted(e);
        } catch (TimeoutException e) {
            SocketTimeoutException timedOut = new SocketTimeoutException("nothing came within " + timeout);
            timedOut.initCause(e);
            throw timedOut;
        } catch (ExecutionException e) {
            throw asIOException(Causes.of(e));
        }
    }

    /** Takes the lock; as in {@link #result}, an interrupt counts only where there is something to wait for. */
    static void lock(Lock lock, Runnable onInterrupt) throws InterruptedIOException {
        if (lock.tryLock()) {
            return;
        }
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            onInterrupt.run();
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static IOException asIOException(Throwable cause) {
        if (cause instanceof QuicException quic) {
            return quic.again();
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(cause.getMessage(), cause);
    }
}
