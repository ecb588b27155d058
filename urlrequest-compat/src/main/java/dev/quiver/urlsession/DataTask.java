package dev.quiver.urlsession;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Loads one response into memory. Made suspended by {@link UrlSession#dataTask}; {@link #resume()} begins it. It ends
 * exactly once: by a response, a failure, a time-out or {@link #cancel()}, whichever is first. Thread-safe.
 */
public final class DataTask {
    private final UrlSession session;
    private final long taskIdentifier;
    private final UrlRequest originalRequest;
    private final @Nullable DataCompletionHandler handler;
    private final CompletableFuture<UrlData> result = new CompletableFuture<>();
    private final AtomicReference<TaskState> state = new AtomicReference<>(TaskState.SUSPENDED);
    private final DataExchange exchange;

    DataTask(UrlSession session, long taskIdentifier, UrlRequest request, @Nullable DataCompletionHandler handler) {
        this.session = session;
        this.taskIdentifier = taskIdentifier;
        this.originalRequest = request;
        this.handler = handler;
        this.exchange = new DataExchange(session, request, this::settle);
    }

    /** Begins the task; does nothing when it has begun already. Never blocks. */
    public void resume() {
        if (state.compareAndSet(TaskState.SUSPENDED, TaskState.RUNNING)) {
            exchange.start();
        }
    }

    /**
     * Stops the task, begun or not: it ends with {@link UrlErrorCode#CANCELLED}, unless it has ended already. A request
     * under way is reset. Never blocks.
     */
    public void cancel() {
        // In this order: a task that begins in between is caught by the second.
        if (state.compareAndSet(TaskState.SUSPENDED, TaskState.CANCELING)
                || state.compareAndSet(TaskState.RUNNING, TaskState.CANCELING)) {
            exchange.cancel();
        }
    }

    /** Where it is in its life. */
    public TaskState state() {
        return Objects.requireNonNull(state.get());
    }

    /** A number that no other task of the session has. */
    public long taskIdentifier() {
        return taskIdentifier;
    }

    /** What was asked for. */
    public UrlRequest originalRequest() {
        return originalRequest;
    }

    /** The head of the response, once it came. */
    public Optional<HttpUrlResponse> response() {
        return Optional.ofNullable(exchange.counts().head());
    }

    /** Why it failed, once it did. */
    public Optional<UrlError> error() {
        if (!result.isCompletedExceptionally()) {
            return Optional.empty();
        }
        return result.handle((data, failure) -> Optional.of((UrlError) unwrap(failure)))
                .join();
    }

    /** Request body bytes handed to the transport so far. */
    public long countOfBytesSent() {
        return exchange.counts().bytesSent();
    }

    /** Response body bytes received so far. */
    public long countOfBytesReceived() {
        return exchange.counts().bytesReceived();
    }

    /** Response body bytes that the server announced, or -1 while unknown. */
    public long countOfBytesExpectedToReceive() {
        return response().map(HttpUrlResponse::expectedContentLength).orElse(-1L);
    }

    /**
     * How it ends: the data, or a {@link UrlError}. Completed on the session's executor, before the completion handler
     * runs. Cancelling this copy does not stop the task; {@link #cancel()} does.
     */
    public CompletableFuture<UrlData> result() {
        return result.copy();
    }

    /**
     * Begins the task if need be and waits for its end.
     *
     * @throws UrlError why it failed
     * @throws InterruptedException if the waiting thread was interrupted; the task is then cancelled
     */
    public UrlData await() throws UrlError, InterruptedException {
        resume();
        try {
            return result.get();
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } catch (ExecutionException e) {
            throw again((UrlError) unwrap(e));
        }
    }

    private void settle(@Nullable UrlData data, @Nullable UrlError error) {
        session.onDelegateQueue(() -> {
            state.set(TaskState.COMPLETED);
            session.ended(this);
            if (error != null) {
                result.completeExceptionally(error);
            } else {
                result.complete(data);
            }
            if (handler != null) {
                handler.completed(
                        data == null ? null : data.data(), exchange.counts().head(), error);
            }
        });
    }

    /** The same error with the waiting thread's stack. */
    private static UrlError again(UrlError error) {
        return new UrlError(
                error.code(),
                error.failingUrl(),
                String.valueOf(error.getMessage()),
                error.progress(),
                error.safeToRetry(),
                error);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException || failure instanceof ExecutionException) && cause != null
                ? cause
                : failure;
    }

    @Override
    public String toString() {
        return "DataTask " + taskIdentifier + " [" + originalRequest + ", " + state + "]";
    }
}
