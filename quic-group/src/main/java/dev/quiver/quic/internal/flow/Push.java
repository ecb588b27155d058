package dev.quiver.quic.internal.flow;

import java.util.concurrent.CompletableFuture;

/** Something that takes items one after another. */
public interface Push<T> {
    /** Takes an item; completes when there is room for more. Never called by two threads at once. */
    CompletableFuture<Void> push(T item);

    /** Nothing follows; completes when all of it is on its way. */
    CompletableFuture<Void> end();

    /** What follows never comes. Any thread; may come after a failed push. */
    void abandon();
}
