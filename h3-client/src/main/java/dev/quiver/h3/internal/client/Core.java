package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.altsvc.AltSvcStore;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.auth.Keyring;
import dev.quiver.h3.internal.body.Lane;
import dev.quiver.h3.internal.body.ReadBudget;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.netty.Http3Connector;
import dev.quiver.h3.internal.observe.Listeners;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.tcp.TcpClient;
import dev.quiver.h3.internal.tcp.TcpTls;
import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.QuicConnectionGroup;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the exchanges of one client share. Safe to use from any thread. */
final class Core {
    /** Response bodies over all exchanges that may wait for slow subscribers before each gets little. */
    private static final long PLENTY = 16L << 20;

    final ClientSettings settings;
    final Executor executor;
    final Lane lane;
    final AltSvcStore altSvc;
    final Origins origins;
    final TcpClient tcp;
    final TcpClient tcpWebSockets;
    final Timers timers = new Timers();
    final ReadBudget budget = new ReadBudget(PLENTY);
    final ProxyChoice proxies;
    final Keyring keyring = new Keyring();
    final Listeners listeners;
    final SSLContext sslContext;

    /** Something under way, which the client waits for when it is shut down. */
    interface Part {
        void cancel();
    }

    private final @Nullable ExecutorService owned;
    private final Set<Part> parts = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private volatile boolean shutdown;
    private boolean ending;

    Core(ClientSettings settings) {
        this.settings = settings;
        Executor given = settings.executor();
        ExecutorService made = given == null ? DefaultExecutor.make() : null;
        Executor used = given == null ? Objects.requireNonNull(made) : given;
        this.owned = made;
        this.executor = used;
        // What the caller named an executor for runs there and nowhere else.
        this.lane = new Lane(used, made != null);
        this.listeners = new Listeners(settings.listeners(), lane);
        this.altSvc = new AltSvcStore(settings.routes().altSvcFile(), used);
        this.origins = new Origins(settings, new Http3Connector(this::groupOptions), altSvc, used);
        this.proxies = new ProxyChoice(settings.proxy());
        TcpTls tls = new TcpTls(settings.trust(), settings.identity(), settings.connectLimit());
        this.sslContext = tls.context();
        TcpClient.Settings tcpSettings = new TcpClient.Settings(
                tls,
                used,
                settings.connectLimit(),
                settings.version() == HttpClient.Version.HTTP_1_1
                        ? HttpClient.Version.HTTP_1_1
                        : HttpClient.Version.HTTP_2,
                settings.priority(),
                settings.proxy(),
                settings.localAddress(),
                null);
        this.tcp = new TcpClient(tcpSettings);
        this.tcpWebSockets =
                settings.cookieHandler() == null ? tcp : new TcpClient(tcpSettings.with(settings.cookieHandler()));
    }

    /** What a connection is told: to prove to be the origin, wherever it leads (RFC 7838 §2.1, RFC 9460 §9). */
    private GroupOptions groupOptions(OriginKey origin, Endpoint endpoint, boolean earlyData) {
        GroupBuilder builder = QuicConnectionGroup.newBuilder(origin.host(), origin.port())
                .alpn("h3")
                .trust(settings.trust())
                .sessions(settings.sessions())
                .handshakeTimeout(settings.connectLimit())
                .idleTimeout(settings.idleTimeout())
                .flowControl(settings.flowControl())
                .datagrams(DatagramOptions.DEFAULT)
                .earlyData(earlyData)
                .executor(executor);
        Place place = endpoint.place();
        InetSocketAddress address = settings.address(place.host(), place.port());
        if (address != null) {
            builder.remoteAddress(address);
        } else if (endpoint.source() != Endpoint.Source.OWN_PORT) {
            builder.remoteAddress(InetSocketAddress.createUnresolved(place.host(), place.port()));
            if (!endpoint.hints().isEmpty()) {
                builder.resolver(host -> CompletableFuture.completedFuture(endpoint.hints()));
            }
        }
        if (settings.identity() != null) {
            builder.identity(settings.identity());
        }
        if (settings.localAddress() != null) {
            builder.localAddress(new InetSocketAddress(settings.localAddress(), 0));
        }
        if (settings.keyLog() != null) {
            builder.keyLog(settings.keyLog());
        }
        if (settings.qlog() != null) {
            builder.qlog(settings.qlog());
        }
        return builder.options();
    }

    // ---- life cycle

    /** Whether a new exchange may begin; it is counted until it {@linkplain #over ends}. */
    boolean begin(Part part) {
        if (shutdown) {
            return false;
        }
        parts.add(part);
        if (shutdown) {
            over(part);
            return false;
        }
        return true;
    }

    void over(Part part) {
        parts.remove(part);
        if (shutdown && parts.isEmpty()) {
            end(false);
        }
    }

    void shutdown() {
        shutdown = true;
        if (parts.isEmpty()) {
            end(false);
        }
    }

    void shutdownNow() {
        shutdown = true;
        for (Part part : parts) {
            part.cancel();
        }
        end(true);
    }

    private void end(boolean now) {
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
        }
        origins.close(now).whenComplete((v, error) -> finish());
    }

    private void finish() {
        timers.close();
        Thread closer = new Thread(
                null,
                () -> {
                    try {
                        tcp.close();
                        tcpWebSockets.close();
                    } catch (Exception ignored) {
                        // It is over either way.
                    }
                    altSvc.flush();
                    if (owned != null) {
                        owned.shutdown();
                    }
                    terminated.complete(null);
                },
                "quiver-h3-close",
                0,
                false);
        closer.setDaemon(true);
        closer.start();
    }

    CompletableFuture<Void> terminated() {
        return terminated;
    }
}
