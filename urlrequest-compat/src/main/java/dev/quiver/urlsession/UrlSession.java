package dev.quiver.urlsession;

import dev.quiver.h3.H3Client;
import dev.quiver.urlsession.internal.coding.DecodingLoader;
import dev.quiver.urlsession.internal.coding.ExpansionLimit;
import dev.quiver.urlsession.internal.load.ClientLoader;
import dev.quiver.urlsession.internal.load.Loader;
import dev.quiver.urlsession.internal.local.SchemeLoader;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes tasks that load URLs, all by one configuration and one client.
 *
 * <pre>{@code
 * try (UrlSession session = UrlSession.newSession(UrlSessionConfiguration.standard())) {
 *     UrlData page = session.load(UrlRequest.of(URI.create("https://example.org/")));
 *     System.out.println(page.response().statusCode() + " " + page.text());
 * }
 * }</pre>
 *
 * <p>A session made without a client has an {@link H3Client} of its own, which follows redirects as URLSession does; a
 * client that is given in keeps its own ways (redirects, trust, proxy) and is the caller's to close. Thread-safe.
 */
public final class UrlSession implements AutoCloseable {
    private final UrlSessionConfiguration configuration;
    private final Loader loader;
    private final @Nullable H3Client owned;
    private final boolean shared;
    private final SerialExecutor delegateQueue;
    private final ScheduledThreadPoolExecutor clock;
    private final AtomicLong identifiers = new AtomicLong();
    private final Map<Long, DataTask> tasks = new ConcurrentHashMap<>();
    private boolean invalid;

    private UrlSession(
            UrlSessionConfiguration configuration, @Nullable HttpClient given, Executor executor, boolean shared) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
        this.delegateQueue = new SerialExecutor(Objects.requireNonNull(executor, "executor"));
        this.shared = shared;
        this.owned = given == null
                ? H3Client.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()
                : null;
        Clock time = Clock.systemUTC();
        Loader network = new ClientLoader(given == null ? Objects.requireNonNull(owned) : given, time);
        Loader decoding = new DecodingLoader(network, ExpansionLimit.of(configuration));
        this.loader = new SchemeLoader(decoding, ForkJoinPool.commonPool(), time);
        this.clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "quiver-urlsession-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(5, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    /** The session that the whole process shares, of the standard configuration; it cannot be invalidated. */
    public static UrlSession shared() {
        return Shared.SESSION;
    }

    /** A session with an HTTP/3 client of its own. */
    public static UrlSession newSession(UrlSessionConfiguration configuration) {
        return new UrlSession(configuration, null, ForkJoinPool.commonPool(), false);
    }

    /** A session over any client. */
    public static UrlSession newSession(UrlSessionConfiguration configuration, HttpClient client) {
        return newSession(configuration, client, ForkJoinPool.commonPool());
    }

    /**
     * A session over any client, with its handlers on a given executor.
     *
     * @param executor where handlers run, one at a time whatever its threads; must not run them in the calling thread
     *     when the caller holds locks that a handler wants
     */
    public static UrlSession newSession(UrlSessionConfiguration configuration, HttpClient client, Executor executor) {
        return new UrlSession(configuration, Objects.requireNonNull(client, "client"), executor, false);
    }

    /** How this session loads. */
    public UrlSessionConfiguration configuration() {
        return configuration;
    }

    /**
     * A task, not begun, that tells nobody but {@link DataTask#result()}.
     *
     * @throws IllegalStateException if the session was invalidated
     */
    public DataTask dataTask(UrlRequest request) {
        return newTask(request, null);
    }

    /**
     * A task, not begun, that tells a handler how it ended.
     *
     * @throws IllegalStateException if the session was invalidated
     */
    public DataTask dataTask(UrlRequest request, DataCompletionHandler handler) {
        return newTask(request, Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Begins loading at once. Cancelling the future cancels the task.
     *
     * @return the data, or a {@link UrlError}
     */
    public CompletableFuture<UrlData> data(UrlRequest request) {
        DataTask task = dataTask(request);
        CompletableFuture<UrlData> future = task.result();
        future.whenComplete((data, failure) -> {
            if (future.isCancelled()) {
                task.cancel();
            }
        });
        task.resume();
        return future;
    }

    /**
     * Loads and waits.
     *
     * @throws UrlError why it failed
     * @throws InterruptedException if the waiting thread was interrupted; the task is then cancelled
     */
    public UrlData load(UrlRequest request) throws UrlError, InterruptedException {
        return dataTask(request).await();
    }

    /** The tasks that have not ended, in the order in which they were made. */
    public List<DataTask> allTasks() {
        return tasks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Lets the tasks that are there end, and makes no more. Never blocks; does nothing to {@link #shared()}. */
    public void finishTasksAndInvalidate() {
        if (shared) {
            return;
        }
        synchronized (tasks) {
            invalid = true;
        }
        releaseWhenIdle();
    }

    /** Cancels every task, and makes no more. Never blocks; does nothing to {@link #shared()}. */
    public void invalidateAndCancel() {
        if (shared) {
            return;
        }
        synchronized (tasks) {
            invalid = true;
        }
        allTasks().forEach(DataTask::cancel);
        releaseWhenIdle();
    }

    /** As {@link #invalidateAndCancel()}. */
    @Override
    public void close() {
        invalidateAndCancel();
    }

    Loader loader() {
        return loader;
    }

    ScheduledThreadPoolExecutor clock() {
        return clock;
    }

    void onDelegateQueue(Runnable work) {
        delegateQueue.execute(work);
    }

    void ended(DataTask task) {
        tasks.remove(task.taskIdentifier());
        releaseWhenIdle();
    }

    private DataTask newTask(UrlRequest request, @Nullable DataCompletionHandler handler) {
        DataTask task =
                new DataTask(this, identifiers.incrementAndGet(), Objects.requireNonNull(request, "request"), handler);
        synchronized (tasks) {
            if (invalid) {
                throw new IllegalStateException("the session was invalidated: make a new one");
            }
            tasks.put(task.taskIdentifier(), task);
        }
        return task;
    }

    private void releaseWhenIdle() {
        synchronized (tasks) {
            if (!invalid || !tasks.isEmpty()) {
                return;
            }
        }
        clock.shutdownNow();
        if (owned != null) {
            owned.shutdown();
        }
    }

    private static final class Shared {
        static final UrlSession SESSION =
                new UrlSession(UrlSessionConfiguration.standard(), null, ForkJoinPool.commonPool(), true);
    }
}
