package dev.quiver.interop;

import dev.quiver.h3.H3Exception;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What a cell says of an exception. */
final class FailureWords {
    private FailureWords() {}

    /** The kind where there is one, and the message. */
    static String of(Throwable thrown) {
        H3Exception h3 = H3Exception.in(thrown);
        if (h3 != null) {
            return h3.kind() + ": " + oneLine(h3.getMessage());
        }
        Throwable at = thrown;
        while ((at instanceof CompletionException || at instanceof ExecutionException) && at.getCause() != null) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null
                ? at.getClass().getSimpleName()
                : at.getClass().getSimpleName() + ": " + oneLine(message);
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
