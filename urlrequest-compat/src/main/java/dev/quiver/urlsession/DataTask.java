package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.cache.load.StoreApproval;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Loads one response: into memory, or piece by piece to a {@link UrlSessionDataDelegate} where it has one, as its own or
 * the session's, and no completion handler. Made by {@link UrlSession#dataTask}. Thread-safe.
 */
public sealed class DataTask extends UrlSessionTask permits UploadTask {
    private final @Nullable DataCompletionHandler handler;
    private final boolean collects;
    private final CompletableFuture<UrlData> result = new CompletableFuture<>();
    private final TaskEngine engine;

    /**
     * @param handler told the end, in place of delegates, or null
     * @param collects whether the body is wanted in memory whoever is the delegate
     */
    DataTask(
            UrlSession session,
            long identifier,
            UrlRequest request,
            @Nullable DataCompletionHandler handler,
            boolean collects) {
        super(session, identifier, request, request.httpBody().isPresent());
        this.handler = handler;
        this.collects = collects || handler != null;
        this.engine = new TaskEngine(this, voice -> sink(voice));
    }

    private ResponseSink sink(TaskVoice voice) {
        return tellsDataDelegate(voice) ? new DelegateSink(this, voice) : new CollectingSink(this);
    }

    /** Whom to ask before a response is cached, or null for nobody. */
    final @Nullable StoreApproval storeApproval(TaskVoice voice) {
        return tellsDataDelegate(voice) ? new CacheQuestion(this, voice) : null;
    }

    private boolean tellsDataDelegate(TaskVoice voice) {
        return !collects
                && voice.listener()
                        .filter(UrlSessionDataDelegate.class::isInstance)
                        .isPresent();
    }

    @Override
    final void stateChanged() {
        engine.stateChanged();
    }

    final TaskEngine engine() {
        return engine;
    }

    /**
     * How it ends: the data, or a {@link UrlError}. Completed on the session's executor, before the completion handler
     * or the delegate is told. Where a delegate was given the body piece by piece, the data is empty. Cancelling this copy
     * does not stop the task; {@link #cancel()} does.
     */
    public final CompletableFuture<UrlData> result() {
        return result.copy();
    }

    /**
     * Begins the task if need be and waits for its end.
     *
     * @throws UrlError why it failed
     * @throws InterruptedException if the waiting thread was interrupted; the task is then cancelled
     */
    public final UrlData await() throws UrlError, InterruptedException {
        resume();
        try {
            return result.get();
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } catch (ExecutionException e) {
            throw ((UrlError) unwrap(e)).again();
        }
    }

    /** Tells everybody the end, on the session's queue. */
    final void settle(@Nullable UrlError error, TaskMetrics metrics, byte[] body) {
        TaskVoice voice = engine.voice();
        voice.tell(delegate -> delegate.didFinishCollectingMetrics(session(), this, metrics));
        session().onDelegateQueue(() -> {
            HttpUrlResponse head = response().orElse(null);
            completed(error);
            if (error != null) {
                result.completeExceptionally(error);
            } else if (head != null) {
                result.complete(new UrlData(body, head));
            }
            if (handler != null) {
                handler.completed(error == null ? body : null, head, error);
            } else {
                voice.listener().ifPresent(delegate -> delegate.didComplete(session(), this, error));
            }
        });
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException || failure instanceof ExecutionException) && cause != null
                ? cause
                : failure;
    }
}
