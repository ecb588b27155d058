package dev.quiver.urlsession;

import dev.quiver.h3.PriorityControl;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that a session does for a request. Made suspended; {@link #resume()} begins it. It ends exactly once: by a
 * response, a failure, a time-out or {@link #cancel()}, whichever is first. Thread-safe.
 */
public abstract sealed class UrlSessionTask permits DataTask, DownloadTask, WebSocketTask, StreamTask {
    /** {@code URLSessionTask.lowPriority}: urgency 5. */
    public static final float LOW_PRIORITY = 0.25f;

    /** {@code URLSessionTask.defaultPriority}: urgency 3. */
    public static final float DEFAULT_PRIORITY = 0.5f;

    /** {@code URLSessionTask.highPriority}: urgency 2. */
    public static final float HIGH_PRIORITY = 0.75f;

    private final UrlSession session;
    private final long taskIdentifier;
    private final UrlRequest originalRequest;
    private final AtomicReference<TaskState> state = new AtomicReference<>(TaskState.SUSPENDED);
    private final TaskCounts counts = new TaskCounts();
    private final TaskProgress progress;
    private final PriorityControl urgency;
    private volatile UrlRequest currentRequest;
    private volatile @Nullable String description;
    private volatile @Nullable Instant earliestBegin;
    private volatile @Nullable UrlSessionTaskDelegate delegate;
    private volatile @Nullable UrlError error;
    private volatile float priority;
    private volatile boolean incremental = true;
    private volatile long clientExpectsToSend = -1;
    private volatile long clientExpectsToReceive = -1;

    UrlSessionTask(UrlSession session, long taskIdentifier, UrlRequest request, boolean uploads) {
        this.session = session;
        this.taskIdentifier = taskIdentifier;
        this.originalRequest = request;
        this.currentRequest = request;
        int urgent = request.networkServiceType()
                .orElse(session.configuration().networkServiceType())
                .urgency();
        this.priority = TaskPriority.of(urgent);
        this.urgency = PriorityControl.of(TaskPriority.of(priority, incremental));
        this.progress = new TaskProgress(uploads);
        progress.whole().cancellationHandler(this::cancel);
        progress.whole().pausingHandler(this::suspend);
        progress.whole().resumingHandler(this::resume);
    }

    /** The state has changed: begin, stop or go on as it now says. On any thread; must not block. */
    abstract void stateChanged();

    /** Begins the task, or lets it go on after {@link #suspend()}; does nothing when it runs already. Never blocks. */
    public final void resume() {
        if (state.compareAndSet(TaskState.SUSPENDED, TaskState.RUNNING)) {
            stateChanged();
        }
    }

    /**
     * Holds the task: it asks for no more, sends no more and no time-out runs, until {@link #resume()}. What is under way
     * already still comes, up to the connection's windows. Several suspensions are one. Never blocks.
     */
    public final void suspend() {
        if (state.compareAndSet(TaskState.RUNNING, TaskState.SUSPENDED)) {
            stateChanged();
        }
    }

    /**
     * Stops the task, begun or not: it ends with {@link UrlErrorCode#CANCELLED}, unless it has ended already. A request
     * under way is reset. Never blocks.
     */
    public void cancel() {
        // In this order: a task that begins in between is caught by the second, one that is suspended then by the
        // third.
        if (state.compareAndSet(TaskState.SUSPENDED, TaskState.CANCELING)
                || state.compareAndSet(TaskState.RUNNING, TaskState.CANCELING)
                || state.compareAndSet(TaskState.SUSPENDED, TaskState.CANCELING)) {
            stateChanged();
        }
    }

    /** Where it is in its life. */
    public final TaskState state() {
        return Objects.requireNonNull(state.get());
    }

    /** A number that no other task of the session has. */
    public final long taskIdentifier() {
        return taskIdentifier;
    }

    /** What was asked for. */
    public final UrlRequest originalRequest() {
        return originalRequest;
    }

    /** What is being loaded: another than was asked for after redirections. */
    public final UrlRequest currentRequest() {
        return currentRequest;
    }

    /** The head of the response, once it came. */
    public final Optional<HttpUrlResponse> response() {
        return Optional.ofNullable(counts.head());
    }

    /** Why it failed, once it did. */
    public final Optional<UrlError> error() {
        return Optional.ofNullable(error);
    }

    /** A word for a person, or empty. */
    public final Optional<String> taskDescription() {
        return Optional.ofNullable(description);
    }

    /** Sets a word for a person; it is not looked at. */
    public final void taskDescription(String words) {
        this.description = Objects.requireNonNull(words, "words");
    }

    /** Before when nothing is sent, or empty. */
    public final Optional<Instant> earliestBeginDate() {
        return Optional.ofNullable(earliestBegin);
    }

    /** Sends nothing before this time; set before the first {@link #resume()}. Time-outs begin when it does. */
    public final void earliestBeginDate(Instant time) {
        this.earliestBegin = Objects.requireNonNull(time, "time");
    }

    /** The delegate of this task alone, or empty. */
    public final Optional<UrlSessionTaskDelegate> delegate() {
        return Optional.ofNullable(delegate);
    }

    /** Tells this one before the session's; set before the first {@link #resume()}. */
    public final void delegate(UrlSessionTaskDelegate told) {
        this.delegate = Objects.requireNonNull(told, "told");
    }

    /** How much it matters beside others, 0 to 1. */
    public final float priority() {
        return priority;
    }

    /**
     * Sets how much it matters beside others. The server is told by its urgency (RFC 9218), over HTTP/3 also while the task
     * runs; over TCP only what holds when the request is sent.
     *
     * @throws IllegalArgumentException if it is not 0 to 1
     */
    public final void priority(float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a priority is 0 to 1, not " + value);
        }
        this.priority = value;
        urgency.change(TaskPriority.of(value, incremental));
    }

    /** Whether the response is of use in parts, which the server is told (RFC 9218 §4.2). Default: yes. */
    public final boolean prefersIncrementalDelivery() {
        return incremental;
    }

    /** Sets whether the response is of use in parts. */
    public final void prefersIncrementalDelivery(boolean inParts) {
        this.incremental = inParts;
        urgency.change(TaskPriority.of(priority, inParts));
    }

    /** How much is done, upload and download; cancelling, pausing and resuming it does the same to the task. */
    public final Progress progress() {
        return progress.whole();
    }

    /** Request body bytes handed to the transport so far. */
    public final long countOfBytesSent() {
        return counts.bytesSent();
    }

    /** Request body bytes in all, or -1 while unknown. */
    public final long countOfBytesExpectedToSend() {
        return counts.bytesExpectedToSend();
    }

    /** Response body bytes received so far. */
    public final long countOfBytesReceived() {
        return counts.bytesReceived();
    }

    /** Response body bytes that the server announced, or -1 while unknown. */
    public final long countOfBytesExpectedToReceive() {
        return counts.bytesExpectedToReceive();
    }

    /** A guess of the caller's, or -1. Used by {@link #progress()} while nothing better is known. */
    public final long countOfBytesClientExpectsToSend() {
        return clientExpectsToSend;
    }

    /** Sets a guess. */
    public final void countOfBytesClientExpectsToSend(long bytes) {
        this.clientExpectsToSend = bytes;
        progress.guess(clientExpectsToSend, clientExpectsToReceive);
    }

    /** A guess of the caller's, or -1. Used by {@link #progress()} while nothing better is known. */
    public final long countOfBytesClientExpectsToReceive() {
        return clientExpectsToReceive;
    }

    /** Sets a guess. */
    public final void countOfBytesClientExpectsToReceive(long bytes) {
        this.clientExpectsToReceive = bytes;
        progress.guess(clientExpectsToSend, clientExpectsToReceive);
    }

    final UrlSession session() {
        return session;
    }

    final TaskCounts counts() {
        return counts;
    }

    final TaskProgress taskProgress() {
        return progress;
    }

    final PriorityControl urgency() {
        return urgency;
    }

    final void nowLoads(UrlRequest request) {
        this.currentRequest = request;
    }

    /** The task is over; on the session's queue. */
    final void completed(@Nullable UrlError why) {
        error = why;
        state.set(TaskState.COMPLETED);
        if (why == null) {
            progress.finished(counts);
        }
        session.ended(this);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + taskIdentifier + " [" + originalRequest + ", " + state + "]";
    }
}
