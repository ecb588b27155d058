package dev.quiver.urlsession;

import dev.quiver.h3.H3Client;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.urlsession.internal.cache.load.CachingLoader;
import dev.quiver.urlsession.internal.coding.DecodingLoader;
import dev.quiver.urlsession.internal.coding.ExpansionLimit;
import dev.quiver.urlsession.internal.download.ResumeData;
import dev.quiver.urlsession.internal.load.ClientLoader;
import dev.quiver.urlsession.internal.load.Loader;
import dev.quiver.urlsession.internal.local.SchemeLoader;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
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
 * <p>A session made without a client has an {@link H3Client} of its own; a client that is given in keeps its own ways
 * (trust, proxy, and redirections where it follows them itself) and is the caller's to close. Thread-safe.
 */
public final class UrlSession implements AutoCloseable {
    private final UrlSessionConfiguration configuration;
    private final @Nullable UrlSessionDelegate delegate;
    private final HttpClient client;
    private final Loader loader;
    private final @Nullable H3Client owned;
    private final boolean shared;
    private final SerialExecutor delegateQueue;
    private final SessionClock clock = new SessionClock();
    private final Clock wallClock;
    private final SessionState state;
    private final TaskRegister tasks = new TaskRegister(this::released);

    private UrlSession(Builder builder, boolean shared) {
        this.configuration = builder.configuration;
        this.delegate = builder.delegate;
        this.delegateQueue = new SerialExecutor(builder.executor);
        this.shared = shared;
        this.wallClock = Clock.systemUTC();
        HttpClient given = builder.client;
        this.state = new SessionState(
                configuration.state(),
                given != null && given.cookieHandler().isPresent(),
                (given == null ? configuration.proxy() : given.proxy()).orElse(null));
        if (given == null) {
            H3Client own = ownClient();
            this.owned = own;
            this.client = own;
        } else {
            this.owned = null;
            this.client = given;
        }
        this.loader = layers(client);
    }

    private H3Client ownClient() {
        H3Client.Builder builder = configuration.connections().client();
        if (delegate != null) {
            ConnectionChallenges challenges =
                    new ConnectionChallenges(this, delegate, delegateQueue, configuration.trust(), state::vouchedFor);
            builder.trust(challenges).identity((IdentityChooser) challenges);
        }
        return builder.build();
    }

    /** What a load passes through on its way to the client. */
    private Loader layers(HttpClient client) {
        Loader network = new ClientLoader(client, wallClock);
        Loader caching = configuration
                .urlCache()
                .<Loader>map(cache -> new CachingLoader(network, cache.store(), cache.clock()))
                .orElse(network);
        Loader decoding = new DecodingLoader(caching, ExpansionLimit.of(configuration));
        return new SchemeLoader(decoding, ForkJoinPool.commonPool(), wallClock);
    }

    /** The session that the whole process shares, of the standard configuration; it cannot be invalidated. */
    public static UrlSession shared() {
        return Shared.SESSION;
    }

    /** A session to be set up. */
    public static Builder newBuilder(UrlSessionConfiguration configuration) {
        return new Builder(configuration);
    }

    /** A session with an HTTP/3 client of its own. */
    public static UrlSession newSession(UrlSessionConfiguration configuration) {
        return newBuilder(configuration).build();
    }

    /** A session over any client. */
    public static UrlSession newSession(UrlSessionConfiguration configuration, HttpClient client) {
        return newBuilder(configuration).client(client).build();
    }

    /** How this session loads. */
    public UrlSessionConfiguration configuration() {
        return configuration;
    }

    /** Who is told, or empty. */
    public Optional<UrlSessionDelegate> delegate() {
        return Optional.ofNullable(delegate);
    }

    /**
     * A task, not begun, that tells the delegate, and {@link DataTask#result()}.
     *
     * @throws IllegalStateException if the session was invalidated, as for all that make tasks
     */
    public DataTask dataTask(UrlRequest request) {
        return added(new DataTask(this, tasks.nextIdentifier(), request, null, false));
    }

    /** A task, not begun, that tells a handler how it ended. */
    public DataTask dataTask(UrlRequest request, DataCompletionHandler handler) {
        return added(new DataTask(this, tasks.nextIdentifier(), request, Objects.requireNonNull(handler), false));
    }

    /** An upload, not begun, of what a publisher gives. */
    public UploadTask uploadTask(UrlRequest request, BodyPublisher body) {
        return upload(request, body, null, false);
    }

    /** An upload, not begun, that tells a handler how it ended. */
    public UploadTask uploadTask(UrlRequest request, BodyPublisher body, DataCompletionHandler handler) {
        return upload(request, body, Objects.requireNonNull(handler, "handler"), false);
    }

    /** An upload of bytes, not begun. The bytes are copied. */
    public UploadTask uploadTask(UrlRequest request, byte[] body) {
        return uploadTask(request, BodyPublishers.ofByteArray(body.clone()));
    }

    /**
     * An upload of a file, not begun.
     *
     * @throws FileNotFoundException if there is none to read
     */
    public UploadTask uploadTask(UrlRequest request, Path file) throws FileNotFoundException {
        return uploadTask(request, BodyPublishers.ofFile(file));
    }

    /**
     * An upload, not begun, whose body the delegate gives when it is needed: {@link
     * UrlSessionTaskDelegate#needNewBodyStream}.
     */
    public UploadTask uploadTaskWithStreamedRequest(UrlRequest request) {
        return added(new UploadTask(this, tasks.nextIdentifier(), request, null, false, true));
    }

    /** A download, not begun, that tells the delegate, and {@link DownloadTask#result()}. */
    public DownloadTask downloadTask(UrlRequest request) {
        return added(new DownloadTask(this, tasks.nextIdentifier(), request, null, null, false));
    }

    /** A download, not begun, that tells a handler how it ended. */
    public DownloadTask downloadTask(UrlRequest request, DownloadCompletionHandler handler) {
        return added(
                new DownloadTask(this, tasks.nextIdentifier(), request, null, Objects.requireNonNull(handler), false));
    }

    /**
     * A download, not begun, that goes on where an earlier one stopped. Is the file another one at the server by now, or what
     * came of it gone here, then it begins again by itself.
     *
     * @param resumeData of {@link DownloadTask#cancelProducingResumeData()} or {@link DownloadTask#resumeData()}
     * @throws IllegalArgumentException if they are damaged or of another version
     */
    public DownloadTask downloadTask(byte[] resumeData) {
        return goOn(resumeData, null, false);
    }

    /** A download, not begun, that goes on where an earlier one stopped and tells a handler how it ended. */
    public DownloadTask downloadTask(byte[] resumeData, DownloadCompletionHandler handler) {
        return goOn(resumeData, Objects.requireNonNull(handler, "handler"), false);
    }

    /** A WebSocket, not opened; of {@code ws:} and {@code wss:} URLs. */
    public WebSocketTask webSocketTask(UrlRequest request) {
        return added(new WebSocketTask(this, tasks.nextIdentifier(), request, List.of()));
    }

    /**
     * A WebSocket, not opened, that offers these subprotocols (RFC 6455 §1.9), most wanted first.
     *
     * @see UrlSessionWebSocketDelegate#didOpen
     */
    public WebSocketTask webSocketTask(URI url, String... subprotocols) {
        return added(new WebSocketTask(this, tasks.nextIdentifier(), UrlRequest.of(url), List.of(subprotocols)));
    }

    /**
     * A stream, not connected: one of a QUIC connection of its own, under the configuration's trust.
     *
     * @param applicationProtocols to offer (RFC 7301), most wanted first; one at least
     * @throws IllegalArgumentException if there is none, or the port is not 1 to 65535
     */
    public StreamTask streamTask(String host, int port, String... applicationProtocols) {
        if (applicationProtocols.length == 0 || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a stream needs an application protocol, and a port of 1 to 65535");
        }
        return added(new StreamTask(this, tasks.nextIdentifier(), host, port, List.of(applicationProtocols)));
    }

    /**
     * Begins a download at once. Cancelling the future cancels the task.
     *
     * @return the file, which is the caller's to move or delete, or a {@link UrlError}
     */
    public CompletableFuture<UrlDownload> download(UrlRequest request) {
        return begun(added(new DownloadTask(this, tasks.nextIdentifier(), request, null, null, true)));
    }

    /** Goes on with a download at once. As {@link #downloadTask(byte[])} and {@link #download(UrlRequest)}. */
    public CompletableFuture<UrlDownload> download(byte[] resumeData) {
        return begun(goOn(resumeData, null, true));
    }

    /** Downloads and waits. As {@link #load} and {@link #download(UrlRequest)}. */
    public UrlDownload downloadAndWait(UrlRequest request) throws UrlError, InterruptedException {
        return added(new DownloadTask(this, tasks.nextIdentifier(), request, null, null, true))
                .await();
    }

    /**
     * Begins loading at once. Cancelling the future cancels the task.
     *
     * @return the data, or a {@link UrlError}
     */
    public CompletableFuture<UrlData> data(UrlRequest request) {
        return begun(added(new DataTask(this, tasks.nextIdentifier(), request, null, true)));
    }

    /** Begins loading at once, with a delegate of the task's own, which is not given the data. As {@link #data(UrlRequest)}. */
    public CompletableFuture<UrlData> data(UrlRequest request, UrlSessionTaskDelegate told) {
        DataTask task = added(new DataTask(this, tasks.nextIdentifier(), request, null, true));
        task.delegate(told);
        return begun(task);
    }

    /** Begins uploading at once. As {@link #data(UrlRequest)}. */
    public CompletableFuture<UrlData> upload(UrlRequest request, BodyPublisher body) {
        return begun(upload(request, body, null, true));
    }

    /**
     * Loads and waits.
     *
     * @throws UrlError why it failed
     * @throws InterruptedException if the waiting thread was interrupted; the task is then cancelled
     */
    public UrlData load(UrlRequest request) throws UrlError, InterruptedException {
        return added(new DataTask(this, tasks.nextIdentifier(), request, null, true))
                .await();
    }

    /** Uploads and waits. As {@link #load}. */
    public UrlData uploadAndWait(UrlRequest request, BodyPublisher body) throws UrlError, InterruptedException {
        return upload(request, body, null, true).await();
    }

    /** The tasks that have not ended, in the order in which they were made. */
    public List<UrlSessionTask> allTasks() {
        return tasks.all();
    }

    /** Lets the tasks that are there end, and makes no more. Never blocks; does nothing to {@link #shared()}. */
    public void finishTasksAndInvalidate() {
        if (!shared) {
            tasks.close();
        }
    }

    /** Cancels every task, and makes no more. Never blocks; does nothing to {@link #shared()}. */
    public void invalidateAndCancel() {
        if (!shared) {
            tasks.close();
            tasks.all().forEach(UrlSessionTask::cancel);
        }
    }

    /** As {@link #invalidateAndCancel()}. */
    @Override
    public void close() {
        invalidateAndCancel();
    }

    /** Sees to it that later requests use connections of their own; does nothing to a client that was given in. */
    public void flush() {
        if (owned != null) {
            owned.networkChanged();
        }
    }

    SessionState state() {
        return state;
    }

    /**
     * Empties the configuration's cookie storage, cache and credential storage, for whoever shares them too, and {@linkplain
     * #flush() connects anew}. Which hosts want TLS alone is not forgotten.
     */
    public void reset() {
        state.reset();
        configuration.urlCache().ifPresent(UrlCache::removeAllCachedResponses);
        flush();
    }

    HttpClient client() {
        return client;
    }

    Loader loader() {
        return loader;
    }

    ScheduledExecutorService clock() {
        return clock.executor();
    }

    Clock wallClock() {
        return wallClock;
    }

    void onDelegateQueue(Runnable work) {
        delegateQueue.execute(work);
    }

    void ended(UrlSessionTask task) {
        tasks.remove(task);
    }

    private UploadTask upload(
            UrlRequest request, BodyPublisher body, @Nullable DataCompletionHandler handler, boolean collects) {
        UrlRequest whole = request.toBuilder().httpBody(body).build();
        return added(new UploadTask(this, tasks.nextIdentifier(), whole, handler, collects, false));
    }

    private <T extends UrlSessionTask> T added(T task) {
        tasks.add(task);
        if (delegate instanceof UrlSessionTaskDelegate told) {
            onDelegateQueue(() -> told.didCreateTask(this, task));
        }
        return task;
    }

    private DownloadTask goOn(byte[] resumeData, @Nullable DownloadCompletionHandler handler, boolean keeps) {
        ResumeData left = ResumeData.decode(resumeData);
        UrlRequest.Builder whole = UrlRequest.newBuilder(left.url());
        left.fields().forEach((name, values) -> values.forEach(value -> whole.addValue(name, value)));
        return added(new DownloadTask(this, tasks.nextIdentifier(), whole.build(), left, handler, keeps));
    }

    private static CompletableFuture<UrlDownload> begun(DownloadTask task) {
        return begun(task, task.result());
    }

    private static CompletableFuture<UrlData> begun(DataTask task) {
        return begun(task, task.result());
    }

    private static <T> CompletableFuture<T> begun(UrlSessionTask task, CompletableFuture<T> future) {
        future.whenComplete((data, failure) -> {
            if (future.isCancelled()) {
                task.cancel();
            }
        });
        task.resume();
        return future;
    }

    /** The last task of an invalidated session has ended. */
    private void released() {
        clock.stop();
        if (owned != null) {
            owned.shutdown();
        }
        if (delegate != null) {
            onDelegateQueue(() -> delegate.didBecomeInvalid(this, null));
        }
    }

    /** Sets up a session; not thread-safe. */
    public static final class Builder {
        private final UrlSessionConfiguration configuration;
        private @Nullable HttpClient client;
        private @Nullable UrlSessionDelegate delegate;
        private Executor executor = ForkJoinPool.commonPool();

        private Builder(UrlSessionConfiguration configuration) {
            this.configuration = Objects.requireNonNull(configuration, "configuration");
        }

        /** Loads by this client, which stays the caller's to close. Default: an {@link H3Client} of the session's own. */
        public Builder client(HttpClient given) {
            this.client = Objects.requireNonNull(given, "client");
            return this;
        }

        /** Who is told of all tasks; see {@link UrlSessionDelegate} and the interfaces below it. Default: nobody. */
        public Builder delegate(UrlSessionDelegate told) {
            this.delegate = Objects.requireNonNull(told, "delegate");
            return this;
        }

        /**
         * Where delegates and handlers run, one at a time whatever its threads; must not run them in the calling thread when
         * the caller holds locks that they want. Default: the common pool.
         */
        public Builder delegateExecutor(Executor where) {
            this.executor = Objects.requireNonNull(where, "executor");
            return this;
        }

        /**
         * The session.
         *
         * @throws IllegalArgumentException if a client is given and the configuration says what only a client of the
         *     session's own could do
         */
        public UrlSession build() {
            if (client != null && !configuration.connections().equals(ConnectionSettings.DEFAULT)) {
                throw new IllegalArgumentException("the configuration says something of trust, proxy, discovery,"
                        + " connections, TLS or early data: say that to the client that is given, or give none");
            }
            return new UrlSession(this, false);
        }
    }

    private static final class Shared {
        static final UrlSession SESSION = new UrlSession(newBuilder(UrlSessionConfiguration.standard()), true);
    }
}
