package dev.quiver.testkit;

import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.internal.log.RequestLog;
import dev.quiver.testkit.internal.routes.Router;
import dev.quiver.testkit.internal.routes.StandardRoutes;
import dev.quiver.testkit.internal.server.H3Server;
import dev.quiver.testkit.internal.server.ServerSettings;
import dev.quiver.testkit.internal.websocket.WebSockets;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/3 server in this JVM, to test clients against. It has the routes that its page {@code /} lists, takes more, and
 * keeps a log of what it saw. Safe to use from any thread.
 *
 * <pre>{@code
 * try (TestServer server = TestServer.newBuilder()
 *         .route("/hello", (request, response) -> response.send(200, "hello\n"))
 *         .start()) {
 *     // a client that trusts server.root() gets server.uri("/hello") …
 *     RequestRecord seen = server.awaitRequest(r -> r.target().equals("/hello"), Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>A server that nobody closes keeps its thread and its port as long as the JVM runs; neither keeps the JVM alive.
 */
public final class TestServer implements AutoCloseable {
    private final H3Server server;
    private final InetSocketAddress address;
    private final TestCertificate certificate;
    private final RequestLog log;
    private final ExecutorService handlers;

    private TestServer(
            H3Server server,
            InetSocketAddress address,
            TestCertificate certificate,
            RequestLog log,
            ExecutorService handlers) {
        this.server = server;
        this.address = address;
        this.certificate = certificate;
        this.log = log;
        this.handlers = handlers;
    }

    /** A server on a free port of 127.0.0.1, with a certificate of its own for {@code localhost} and the loopback. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /** A server with nothing but defaults. */
    public static TestServer start() throws IOException {
        return newBuilder().start();
    }

    /** Where it listens, UDP. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code https://localhost:PORT} and this path, query and all. */
    public URI uri(String path) {
        return URI.create("https://localhost:" + address.getPort() + path);
    }

    /** What it presents, with its key. */
    public TestCertificate certificate() {
        return certificate;
    }

    /** The trust anchor for its clients. */
    public X509Certificate root() {
        return certificate.root();
    }

    /** The requests so far, in the order in which their fields came, each as it stands now. */
    public List<RequestRecord> requests() {
        return log.snapshot();
    }

    /** Forgets the requests so far. */
    public void clearRequests() {
        log.clear();
    }

    /**
     * Waits for a request of this kind.
     *
     * @throws AssertionError if none is there when the time is over; it lists those that are
     */
    public RequestRecord awaitRequest(Predicate<? super RequestRecord> kind, Duration most)
            throws InterruptedException {
        Optional<RequestRecord> found = log.await(kind, most);
        return found.orElseThrow(() -> new AssertionError("no such request within " + most + ", only " + requests()));
    }

    /** How many connections are established now. */
    public int connections() {
        return server.connections();
    }

    /** How many connections have begun so far, those that failed in the handshake included. */
    public long connectionsSoFar() {
        return server.connectionsSoFar();
    }

    /** GOAWAY on every connection: requests under way go on, newer ones are rejected (RFC 9114 §5.2). */
    public void goAway() {
        server.goAway();
    }

    /**
     * Vanishes without a word to anyone, as a crashed machine does: no CONNECTION_CLOSE, the port is closed. (On one
     * machine the system may answer later datagrams with port-unreachable; behind a relay there is silence.)
     */
    public void kill() {
        end(server.kill());
    }

    /** Closes every connection with H3_NO_ERROR and the port; returns when the socket is closed. */
    @Override
    public void close() {
        end(server.close());
    }

    /** Whether it has been closed or killed. */
    public boolean isClosed() {
        return handlers.isShutdown();
    }

    private void end(CompletableFuture<Void> terminated) {
        terminated.join();
        handlers.shutdownNow();
    }

    @Override
    public String toString() {
        return "TestServer[" + address + "]";
    }

    /** Describes a server. Not thread-safe. */
    public static final class Builder {
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private @Nullable TestCertificate certificate;
        private String[] alpn = {"h3"};
        private Duration idleTimeout = Duration.ofSeconds(30);
        private FlowControl flowControl = FlowControl.DEFAULT;
        private boolean retry;
        private boolean earlyData;
        private boolean clientCertificateRequired;
        private @Nullable TrustEvaluator clientTrust;
        private @Nullable Path qlog;
        private long maxFieldSectionSize = 1 << 20;
        private final Map<Long, Long> settings = new HashMap<>();
        private boolean extendedConnect = true;
        private int logSize = 10_000;
        private final Map<String, Handler> routes = new HashMap<>();
        private @Nullable Handler otherwise;

        private Builder() {}

        /** Which port to take on the loopback; 0, the default, is any free one. */
        public Builder port(int port) {
            return address(new InetSocketAddress(address.getAddress(), port));
        }

        /** Which address and port to take. Think before leaving the loopback: the server does what it is asked. */
        public Builder address(InetSocketAddress address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /** What to present. Default: a fresh one, for localhost, 127.0.0.1 and ::1, under a fresh root. */
        public Builder certificate(TestCertificate certificate) {
            this.certificate = Objects.requireNonNull(certificate, "certificate");
            return this;
        }

        /** The application protocols to accept in place of {@code h3}: for tests of a failed negotiation. */
        public Builder alpn(String... protocols) {
            this.alpn = protocols.clone();
            return this;
        }

        /** How long a connection may be silent. Default 30 s. */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How many requests a client may have open at once on a connection. Default 100. */
        public Builder maxStreams(long most) {
            FlowControl f = flowControl;
            return flowControl(new FlowControl(
                    f.connection(),
                    f.localBidirectional(),
                    f.peerBidirectional(),
                    f.unidirectional(),
                    most,
                    f.peerUnidirectionalStreams()));
        }

        /** How much a client may send ahead of what is read, in bytes: on each stream, and on all of a connection. */
        public Builder windows(long stream, long connection) {
            FlowControl f = flowControl;
            return flowControl(new FlowControl(
                    connection,
                    stream,
                    stream,
                    f.unidirectional(),
                    f.peerBidirectionalStreams(),
                    f.peerUnidirectionalStreams()));
        }

        /** All windows and limits at once. */
        public Builder flowControl(FlowControl windows) {
            this.flowControl = Objects.requireNonNull(windows, "windows");
            return this;
        }

        /** Makes every client prove its address by a Retry first (RFC 9000 §8.1.2). Default: no. */
        public Builder retry(boolean validateAddresses) {
            this.retry = validateAddresses;
            return this;
        }

        /**
         * Accepts early data (RFC 9001 §4.6): its requests are seen when the handshake is complete, each once. Default:
         * no, and clients are not offered any.
         */
        public Builder earlyData(boolean accepted) {
            this.earlyData = accepted;
            return this;
        }

        /**
         * Wants clients to show a certificate, as {@link QuicListener}'s builder says. Default: no.
         *
         * @param required whether a client that shows nothing is refused
         * @param evaluator who judges; it sees what each client presented
         */
        public Builder clientCertificates(boolean required, TrustEvaluator evaluator) {
            this.clientCertificateRequired = required;
            this.clientTrust = Objects.requireNonNull(evaluator, "evaluator");
            return this;
        }

        /** Writes a qlog file per connection into this directory. Default: none. */
        public Builder qlog(Path directory) {
            this.qlog = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * The largest request head, as RFC 9114 §4.2.2 counts it; said in SETTINGS, and a larger one ends the connection
         * with H3_EXCESSIVE_LOAD. Default 1 MiB.
         */
        public Builder maxFieldSectionSize(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxFieldSectionSize must be positive");
            }
            this.maxFieldSectionSize = bytes;
            return this;
        }

        /** A further setting to send (RFC 9114 §7.2.4.1), such as one that no client knows. */
        public Builder setting(long id, long value) {
            settings.put(id, value);
            return this;
        }

        /** How many requests the log keeps; the oldest go first. Default 10,000. */
        public Builder requestLog(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("requestLog cannot be negative");
            }
            this.logSize = most;
            return this;
        }

        /**
         * Who speaks on WebSockets opened on a path (RFC 9220); goes before the server's own routes. The handshake is
         * answered with status 200 and the first of the subprotocols offered; what is no handshake is refused.
         *
         * @param pattern as for {@link #route}
         */
        public Builder webSocket(String pattern, WebSocketHandler handler) {
            return route(pattern, WebSockets.opening(Objects.requireNonNull(handler, "handler")));
        }

        /**
         * Whether extended CONNECT and HTTP datagrams are allowed in SETTINGS (RFC 9220 §3, RFC 9297 §2.1.1); without,
         * clients have to do without WebSockets. Default: yes.
         */
        public Builder extendedConnect(boolean allowed) {
            this.extendedConnect = allowed;
            return this;
        }

        /**
         * Who answers a path; goes before the server's own routes.
         *
         * @param pattern a path without query; with {@code /*} at its end, everything below
         */
        public Builder route(String pattern, Handler handler) {
            routes.put(pattern, Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /** Who answers all other paths. Default: status 404. */
        public Builder otherwise(Handler handler) {
            this.otherwise = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Binds the port; the server runs when this returns.
         *
         * @throws IOException if the port cannot be had
         */
        public TestServer start() throws IOException {
            TestCertificate presented =
                    certificate != null ? certificate : TestAuthority.create().leafFor("localhost", "127.0.0.1", "::1");
            ExecutorService handlers = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "quiver-test-server-handler");
                thread.setDaemon(true);
                return thread;
            });
            Router router = StandardRoutes.addTo(new Router(), handlers)
                    .add("/ws", HandlerRoute.of(WebSockets.opening(WebSockets::echo), handlers));
            routes.forEach((pattern, handler) -> router.add(pattern, HandlerRoute.of(handler, handlers)));
            if (otherwise != null) {
                router.otherwise(HandlerRoute.of(otherwise, handlers));
            }
            if (extendedConnect) {
                settings.putIfAbsent(0x08L, 1L);
                settings.putIfAbsent(0x33L, 1L);
            }
            RequestLog log = new RequestLog(logSize);
            var listener = QuicListener.newBuilder(address)
                    .alpn(alpn)
                    .identity(presented.privateKey(), presented.chain())
                    .idleTimeout(idleTimeout)
                    .flowControl(flowControl)
                    .datagrams(DatagramOptions.DEFAULT)
                    .retry(retry)
                    .earlyData(earlyData);
            if (clientTrust != null) {
                listener.clientCertificates(clientCertificateRequired, clientTrust);
            }
            if (qlog != null) {
                listener.qlog(qlog);
            }
            H3Server server = new H3Server(
                    listener.options(), new ServerSettings(maxFieldSectionSize, Map.copyOf(settings)), router, log);
            try {
                return new TestServer(server, server.start().get(), presented, log, handlers);
            } catch (ExecutionException e) {
                handlers.shutdownNow();
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                server.close();
                handlers.shutdownNow();
                throw new InterruptedIOException("interrupted while binding " + address);
            }
        }
    }
}
