package dev.quiver.quic.internal.flow;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that is asked for items one after another. */
public interface Pull<T> {
    /** Asks for the next item. Called again only when the answer before is there, and not after an end. */
    CompletableFuture<Item<T>> next();

    /** Nobody will ask on, though the end was not reached. Any thread; at most once. */
    void abandon();

    /**
     * An answer.
     *
     * @param value the item, or null where only the end came
     * @param last whether nothing follows
     */
    record Item<T>(@Nullable T value, boolean last) {}
}
