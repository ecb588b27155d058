package dev.quiver.h3.internal.client;

import java.util.concurrent.CompletableFuture;

/** A future whose cancelling, or that of one derived from it, cancels the exchange, as the JDK's client documents. */
final class ExchangeFuture<T> extends CompletableFuture<T> {
    private final Runnable cancellation;

    ExchangeFuture(Runnable cancellation) {
        this.cancellation = cancellation;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ExchangeFuture<>(cancellation);
    }

    /** Nobody may take a response back, as with the JDK's client. */
    @Override
    public void obtrudeValue(T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void obtrudeException(Throwable cause) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (mayInterruptIfRunning && !isDone()) {
            cancellation.run();
        }
        return super.cancel(mayInterruptIfRunning);
    }
}
