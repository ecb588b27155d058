package dev.quiver.urlsession.internal.cache.store;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that files are to follow.
 *
 * @param effect what a lookup sees of it before they have
 * @param work what brings them there
 * @param id of a body that waits with it, or null
 * @param body that waits, or null
 */
record Change(
        Effect effect,
        Work work,
        @Nullable String id,
        @Nullable FinishedBody body) {
    /** What is stored for a key, afterwards. */
    interface Effect {
        List<StoredResponse> on(String key, List<StoredResponse> before);
    }

    /** Blocks. */
    interface Work {
        void run() throws IOException;
    }
}
