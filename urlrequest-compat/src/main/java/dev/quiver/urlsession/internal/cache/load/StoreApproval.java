package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import dev.quiver.urlsession.internal.cache.store.FinishedBody;
import dev.quiver.urlsession.internal.cache.store.ResponseStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the application before a response is stored. */
@FunctionalInterface
public interface StoreApproval {
    /**
     * What to store.
     *
     * @param head as what
     * @param body the one asked about, or another that the store took in meanwhile
     * @param inMemoryOnly not in files
     */
    record Approved(StoredResponse head, FinishedBody body, boolean inMemoryOnly) {}

    /**
     * Asks; must not block. The body may be read from the store until the answer.
     *
     * @param answer told once, on any thread; null to store nothing
     */
    void ask(StoredResponse head, FinishedBody body, ResponseStore store, Consumer<@Nullable Approved> answer);
}
