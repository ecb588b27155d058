package dev.quiver.h3.internal.tcp;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.internal.body.CountedPublisher;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.WireRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The JDK's own client under the same trust, made when first needed. Safe to use from any thread. */
public final class TcpClient {
    /**
     * What the JDK's client is told.
     *
     * @param tls asks the client's evaluator
     * @param connectTimeout the limit on a new connection
     * @param cookieHandler for WebSockets, whose handshakes are out of reach; requests bring their cookies themselves
     */
    public record Settings(
            TcpTls tls,
            Executor executor,
            Duration connectTimeout,
            HttpClient.Version version,
            @Nullable Integer priority,
            @Nullable ProxySelector proxy,
            @Nullable InetAddress localAddress,
            @Nullable CookieHandler cookieHandler) {
        /** The same with this cookie handler. */
        public Settings with(CookieHandler handler) {
            return new Settings(tls, executor, connectTimeout, version, priority, proxy, localAddress, handler);
        }
    }

    /** The JDK's client has this setter from 19 on. */
    private static final @Nullable MethodHandle LOCAL_ADDRESS = localAddress();

    private final Settings settings;
    private volatile @Nullable HttpClient delegate;

    public TcpClient(Settings settings) {
        this.settings = settings;
    }

    private static @Nullable MethodHandle localAddress() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            HttpClient.Builder.class,
                            "localAddress",
                            MethodType.methodType(HttpClient.Builder.class, InetAddress.class));
        } catch (ReflectiveOperationException older) {
            return null;
        }
    }

    /** Whether the JDK's client can be told a local address. */
    public static boolean takesLocalAddress() {
        return LOCAL_ADDRESS != null;
    }

    /** Hears what becomes of a request. */
    public interface Listener<T> {
        /** The response is there; its body may still be coming. */
        void answered(HttpResponse<T> response);

        /**
         * It failed.
         *
         * @param failure an {@link H3Exception} for what the network did; else what the caller's own handler threw
         */
        void failed(Throwable failure, boolean nothingSent);

        /**
         * Nothing more will come of it, the body included.
         *
         * @param cause what ended it early, or null
         */
        void over(@Nullable Throwable cause);
    }

    /** A request under way. */
    public static final class Exchange {
        private final AtomicLong requestBytes = new AtomicLong();
        private final AtomicLong responseBytes = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean headReceived;
        private volatile @Nullable Throwable thrown;
        private volatile @Nullable CompletableFuture<?> future;
        private volatile @Nullable EndableBody<?> body;

        /** How far it came. */
        public Progress progress() {
            return new Progress(requestBytes.get(), headReceived, responseBytes.get());
        }

        /** Gives it up; a body under way ends with this. */
        public void cancel(Throwable cause) {
            EndableBody<?> begun = body;
            if (begun != null) {
                begun.fail(cause);
            }
            CompletableFuture<?> current = future;
            if (current != null) {
                current.cancel(true);
            }
        }
    }

    /** Sends. The handler runs as the JDK's client runs it. */
    public <T> Exchange send(
            WireRequest request, Map<String, List<String>> extraFields, BodyHandler<T> handler, Listener<T> listener) {
        Exchange exchange = new Exchange();
        Consumer<@Nullable Throwable> end = cause -> {
            if (exchange.over.compareAndSet(false, true)) {
                listener.over(cause);
            }
        };
        OriginKey origin = OriginKey.of(request.uri());
        BodyHandler<T> watched = info -> {
            exchange.headReceived = true;
            try {
                EndableBody<T> body = new EndableBody<>(
                        handler.apply(info),
                        exchange.responseBytes::addAndGet,
                        end,
                        settings.executor(),
                        own -> exchange.thrown = own);
                exchange.body = body;
                return body;
            } catch (Throwable thrown) {
                exchange.thrown = thrown;
                throw thrown;
            }
        };
        CompletableFuture<HttpResponse<T>> future;
        try {
            future = delegate().sendAsync(prepared(request, extraFields, exchange.requestBytes::addAndGet), watched);
        } catch (RuntimeException refused) {
            future = CompletableFuture.failedFuture(refused);
        }
        exchange.future = future;
        future.whenComplete((response, error) -> {
            if (error == null) {
                listener.answered(response);
                return;
            }
            Throwable inner = TcpErrors.unwrapped(error);
            Throwable thrown = exchange.thrown;
            if (thrown != null) {
                listener.failed(thrown, false);
            } else if (inner instanceof IllegalArgumentException) {
                listener.failed(inner, true);
            } else {
                H3Exception failure = TcpErrors.translate(
                        inner,
                        origin.toString(),
                        exchange.progress(),
                        settings.tls().judges(origin.host(), origin.port()));
                listener.failed(failure, TcpErrors.nothingSent(failure));
            }
            end.accept(inner);
        });
        return exchange;
    }

    private static HttpRequest prepared(
            WireRequest request, Map<String, List<String>> extraFields, LongConsumer counter) {
        HttpHeaders headers = request.headers();
        if (!extraFields.isEmpty()) {
            Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            all.putAll(headers.map());
            extraFields.forEach((name, values) -> all.merge(name, values, TcpClient::joined));
            headers = HttpHeaders.of(all, (name, value) -> true);
        }
        return request.forDelegate(headers, counted(request.publisher(), counter));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static HttpRequest.@Nullable BodyPublisher counted(
            HttpRequest.@Nullable BodyPublisher publisher, LongConsumer counter) {
        return publisher == null ? null : new CountedPublisher(publisher, counter);
    }

    /** What the JDK's client makes of WebSockets, under the same trust. */
    public WebSocket.Builder newWebSocketBuilder() {
        return delegate().newWebSocketBuilder();
    }

    /** What it threw, in this project's words where the network did it. */
    public Throwable translated(Throwable error, URI uri) {
        OriginKey origin = OriginKey.of(uri);
        Throwable inner = TcpErrors.unwrapped(error);
        return inner instanceof IOException
                        && !(inner instanceof WebSocketHandshakeException)
                        && !(inner instanceof HttpTimeoutException timeout
                                && !(timeout instanceof HttpConnectTimeoutException))
                ? TcpErrors.translate(
                        inner, origin.toString(), Progress.NONE, settings.tls().judges(origin.host(), origin.port()))
                : inner;
    }

    /** Whether it says that not even a connection came about. */
    public static boolean nothingSent(Throwable translated) {
        return translated instanceof H3Exception known && TcpErrors.nothingSent(known);
    }

    /** The JDK's client. */
    private HttpClient delegate() {
        HttpClient made = delegate;
        if (made == null) {
            synchronized (this) {
                made = delegate;
                if (made == null) {
                    made = make();
                    delegate = made;
                }
            }
        }
        return made;
    }

    private HttpClient make() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .sslContext(settings.tls().context())
                .executor(settings.executor())
                .connectTimeout(settings.connectTimeout())
                .version(settings.version())
                .followRedirects(HttpClient.Redirect.NEVER);
        if (settings.priority() != null) {
            builder.priority(settings.priority());
        }
        if (settings.cookieHandler() != null) {
            builder.cookieHandler(settings.cookieHandler());
        }
        if (settings.proxy() != null) {
            builder.proxy(settings.proxy());
        }
        MethodHandle localAddress = LOCAL_ADDRESS;
        if (settings.localAddress() != null && localAddress != null) {
            try {
                localAddress.invoke(builder, settings.localAddress());
            } catch (Throwable refused) {
                throw new IllegalStateException("the JDK's client refused the local address: " + refused, refused);
            }
        }
        return builder.build();
    }

    /** Ends the JDK's client where it can be ended (21 and later). Nothing may be under way. */
    public void close() throws Exception {
        HttpClient made = delegate;
        if (made instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
