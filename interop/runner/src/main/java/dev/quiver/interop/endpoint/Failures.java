package dev.quiver.interop.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What went wrong, in the order in which it did. Safe for any thread. */
final class Failures {
    private final List<String> lines = new ArrayList<>();

    /** Notes what became of something. */
    synchronized void note(Object what, Throwable thrown) {
        lines.add(what + ": " + words(thrown));
    }

    /** The lines so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private static String words(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
