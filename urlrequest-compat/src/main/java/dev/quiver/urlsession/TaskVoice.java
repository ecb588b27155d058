package dev.quiver.urlsession;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a task speaks to its delegates: in order, on the session's queue, to its own before the session's. */
final class TaskVoice {
    private final UrlSession session;
    private final UrlSessionTask task;

    TaskVoice(UrlSession session, UrlSessionTask task) {
        this.session = session;
        this.task = task;
    }

    /** Who is told, if anybody. */
    Optional<UrlSessionTaskDelegate> listener() {
        return task.delegate()
                .or(() -> session.delegate()
                        .filter(UrlSessionTaskDelegate.class::isInstance)
                        .map(UrlSessionTaskDelegate.class::cast));
    }

    /** Tells, in its turn. */
    void tell(Consumer<? super UrlSessionTaskDelegate> call) {
        listener().ifPresent(delegate -> session.onDelegateQueue(() -> call.accept(delegate)));
    }

    /**
     * Asks, in its turn.
     *
     * @param ifNobody the answer where there is no delegate, given at once
     * @param answer told the answer, or what the question failed of; on any thread
     */
    <T> void ask(
            Function<? super UrlSessionTaskDelegate, CompletionStage<T>> question,
            T ifNobody,
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> answer) {
        Optional<UrlSessionTaskDelegate> asked = listener();
        if (asked.isEmpty()) {
            answer.accept(ifNobody, null);
            return;
        }
        session.onDelegateQueue(() -> {
            CompletionStage<T> stage;
            try {
                stage = question.apply(asked.get());
            } catch (RuntimeException | Error thrown) {
                stage = CompletableFuture.failedFuture(thrown);
            }
            stage.whenComplete((value, failure) -> answer.accept(value, unwrap(failure)));
        });
    }

    private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
