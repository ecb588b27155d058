package dev.quiver.testkit.internal.server;

import dev.quiver.quic.ListenerOptions;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.testkit.internal.log.RequestLog;
import dev.quiver.testkit.internal.routes.Query;
import dev.quiver.testkit.internal.routes.Router;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The server without its face: a listener, its connections, the routes and the log. Safe to use from any thread. */
public final class H3Server {
    private final QuicListener listener;
    private final ServerSettings settings;
    private final Router router;
    private final RequestLog log;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();

    public H3Server(ListenerOptions options, ServerSettings settings, Router router, RequestLog log) {
        this.settings = settings;
        this.router = router;
        this.log = log;
        this.listener = ProtocolGroups.listener(options, () -> new ServerConnection(this, count.incrementAndGet()));
    }

    public CompletableFuture<InetSocketAddress> start() {
        return listener.start();
    }

    ServerSettings settings() {
        return settings;
    }

    RequestLog log() {
        return log;
    }

    void opened(ServerConnection connection) {
        connections.add(connection);
    }

    void closed(ServerConnection connection) {
        connections.remove(connection);
    }

    void serve(StreamRequest request, StreamResponse response) {
        try {
            router.of(Query.path(request.target())).serve(request, response).whenComplete((done, error) -> {
                if (error != null) {
                    response.fail(
                            error instanceof CompletionException && error.getCause() != null
                                    ? error.getCause()
                                    : error);
                }
            });
        } catch (RuntimeException e) {
            response.fail(e);
        }
    }

    /** How many connections are established now. */
    public int connections() {
        return connections.size();
    }

    /** How many connections have begun so far, those that failed in the handshake included. */
    public long connectionsSoFar() {
        return count.get();
    }

    /** GOAWAY on all connections. */
    public void goAway() {
        connections.forEach(ServerConnection::goAway);
    }

    /** CONNECTION_CLOSE with H3_NO_ERROR on all connections, and the socket is closed. */
    public CompletableFuture<Void> close() {
        connections.forEach(connection -> connection.close(H3Code.NO_ERROR, "the server is closing"));
        listener.close();
        return listener.terminated();
    }

    /** The socket is closed, and no one is told. */
    public CompletableFuture<Void> kill() {
        listener.kill();
        return listener.terminated();
    }
}
