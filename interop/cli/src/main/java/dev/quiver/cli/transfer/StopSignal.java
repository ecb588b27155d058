package dev.quiver.cli.transfer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a person ends a transfer: raised by any thread, it interrupts the one that transfers. */
public final class StopSignal {
    private final CountDownLatch raised = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();

    /** Stops the transfer under way and lets no other begin. */
    public void raise() {
        raised.countDown();
        Thread thread = worker.get();
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Whether it was raised. */
    public boolean raised() {
        return raised.getCount() == 0;
    }

    /** The calling thread is the one to interrupt from now on. */
    public void watch() {
        worker.set(Thread.currentThread());
        if (raised()) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is raised, or the calling thread is interrupted. */
    public void await() {
        try {
            raised.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
