package dev.quiver.quic.internal.flow;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a future failed with, without the wrapping that futures add. */
public final class Causes {
    private Causes() {}

    /** The first cause that is no wrapping; {@code failure} itself where there is none. */
    public static Throwable of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
