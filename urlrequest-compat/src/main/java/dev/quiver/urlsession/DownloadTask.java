package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.download.ResumeData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Loads one response into a file. A download that was stopped or failed can go on in another task, of another process
 * too, where the server allows it: see {@link #cancelProducingResumeData()}. Made by {@link UrlSession#downloadTask}.
 * Thread-safe.
 */
public final class DownloadTask extends UrlSessionTask {
    private static final System.Logger LOG = System.getLogger(DownloadTask.class.getPackageName());

    private final @Nullable DownloadCompletionHandler handler;
    private final boolean keeps;
    private final UrlRequest whole;
    private final CompletableFuture<UrlDownload> result = new CompletableFuture<>();
    private final CompletableFuture<Optional<byte[]>> left = new CompletableFuture<>();
    private final TaskEngine engine;
    private volatile boolean producing;

    /**
     * @param left what an earlier task left, or null
     * @param handler told the end, in place of delegates, or null
     * @param keeps whether the file is the caller's, whoever is the delegate
     */
    DownloadTask(
            UrlSession session,
            long identifier,
            UrlRequest whole,
            @Nullable ResumeData left,
            @Nullable DownloadCompletionHandler handler,
            boolean keeps) {
        super(
                session,
                identifier,
                left == null ? whole : theRest(whole, left),
                whole.httpBody().isPresent());
        this.handler = handler;
        this.keeps = keeps;
        this.whole = whole;
        this.engine = new TaskEngine(this, voice -> new DownloadSink(this, left));
    }

    private static UrlRequest theRest(UrlRequest whole, ResumeData left) {
        UrlRequest.Builder rest = whole.toBuilder();
        left.origin().askForTheRest(left.length()).forEach(rest::setValue);
        return rest.build();
    }

    @Override
    void stateChanged() {
        engine.stateChanged();
    }

    TaskEngine engine() {
        return engine;
    }

    /** What asks for all of it. */
    UrlRequest whole() {
        return whole;
    }

    /** Whether what came is to be kept should the task end with this. */
    boolean isWorthKeeping(UrlError error) {
        return producing || error.code() != UrlErrorCode.CANCELLED;
    }

    /**
     * Cancels the task, and tells how another can go on: {@link UrlSession#downloadTask(byte[])} takes these bytes, in this
     * process or a later one, on this machine. They carry the request's fields, so its secrets too, and name the file in
     * the system's folder for temporary files that has what came; each is of use once.
     *
     * @return the bytes; empty if the download had ended already or cannot go on: it was no GET, nothing came, the response
     *     had a status other than 200, a content coding or no strong validator (RFC 9110 §8.8.1), or the server refuses
     *     ranges
     */
    public CompletableFuture<Optional<byte[]>> cancelProducingResumeData() {
        producing = true;
        cancel();
        return left.copy();
    }

    /** How to go on, once the task has failed; empty where it did not, or cannot. As {@link #cancelProducingResumeData()}. */
    public Optional<byte[]> resumeData() {
        return left.getNow(Optional.empty());
    }

    /**
     * How it ends: the file, or a {@link UrlError}. Completed on the session's executor, before the completion handler
     * or the delegate is told. The file is the caller's to move or delete, unless one of these is told: it is deleted
     * behind them. Cancelling this copy does not stop the task; {@link #cancel()} does.
     */
    public CompletableFuture<UrlDownload> result() {
        return result.copy();
    }

    /**
     * Begins the task if need be and waits for its end.
     *
     * @throws UrlError why it failed
     * @throws InterruptedException if the waiting thread was interrupted; the task is then cancelled
     */
    public UrlDownload await() throws UrlError, InterruptedException {
        resume();
        try {
            return result.get();
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } catch (ExecutionException e) {
            throw ((UrlError) Objects.requireNonNull(e.getCause())).again();
        }
    }

    /** Tells everybody the end, on the session's queue. */
    void settle(@Nullable UrlError error, TaskMetrics metrics, @Nullable Path location, byte @Nullable [] resumeData) {
        TaskVoice voice = engine.voice();
        voice.tell(delegate -> delegate.didFinishCollectingMetrics(session(), this, metrics));
        session().onDelegateQueue(() -> {
            HttpUrlResponse head = response().orElse(null);
            UrlSessionTaskDelegate listener = handler == null ? voice.listener().orElse(null) : null;
            try {
                if (location != null && listener instanceof UrlSessionDownloadDelegate told) {
                    told.didFinishDownloadingTo(session(), this, location);
                }
            } finally {
                completed(error);
                left.complete(Optional.ofNullable(resumeData));
                if (error != null) {
                    result.completeExceptionally(error);
                } else if (location != null && head != null) {
                    result.complete(new UrlDownload(location, head));
                }
                try {
                    if (handler != null) {
                        handler.completed(location, head, error);
                    } else if (listener != null) {
                        listener.didComplete(session(), this, error);
                    }
                } finally {
                    boolean shown = handler != null || listener instanceof UrlSessionDownloadDelegate;
                    if (location != null && shown && !keeps) {
                        delete(location);
                    }
                }
            }
        });
    }

    private static void delete(Path location) {
        try {
            Files.deleteIfExists(location);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a download that nobody took cannot be deleted", e);
        }
    }
}
