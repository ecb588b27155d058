package dev.quiver.urlsession.internal.load;

/** A load under way. Thread-safe. */
public interface Load {
    /** Lets this many more buffers come, 1 or more; adds to what was asked for before. Never blocks. */
    void request(long buffers);

    /**
     * Gives up: the listener is told {@link LoadListener#failed}, with a {@link java.util.concurrent.CancellationException},
     * unless it was told the end already. Idempotent; never blocks.
     */
    void cancel();
}
