package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeListener;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.internal.dns.HttpsRecords;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.SessionCache;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Collects what a client is told. */
public final class ClientBuilder implements H3Client.Builder {
    private H3Options options = H3Options.DEFAULT;
    private TrustEvaluator trust = TrustEvaluator.platform();
    private @Nullable IdentityChooser identity;
    private @Nullable SessionCache sessions;
    private @Nullable Path keyLog;
    private @Nullable Path qlog;
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private FlowControl flowControl = FlowControl.DEFAULT;
    private @Nullable InetSocketAddress connectTo;
    private final Map<String, InetSocketAddress> resolve = new HashMap<>();
    private @Nullable CookieHandler cookieHandler;
    private @Nullable Authenticator authenticator;
    private @Nullable Duration connectTimeout;
    private @Nullable Executor executor;
    private HttpClient.Redirect redirect = HttpClient.Redirect.NEVER;
    private HttpClient.@Nullable Version version;
    private @Nullable Integer priority;
    private @Nullable ProxySelector proxy;
    private @Nullable InetAddress localAddress;
    private RouteSettings routes = RouteSettings.DEFAULT;
    private final List<ExchangeListener> listeners = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    @Override
    public ClientBuilder options(H3Options value) {
        this.options = Objects.requireNonNull(value, "options");
        return this;
    }

    @Override
    public ClientBuilder exchangeListener(ExchangeListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    @Override
    public ClientBuilder trust(TrustEvaluator evaluator) {
        this.trust = Objects.requireNonNull(evaluator, "evaluator");
        return this;
    }

    @Override
    public ClientBuilder identity(Identity value) {
        return identity(IdentityChooser.of(value));
    }

    @Override
    public ClientBuilder identity(IdentityChooser chooser) {
        this.identity = Objects.requireNonNull(chooser, "chooser");
        return this;
    }

    @Override
    public ClientBuilder sessions(SessionCache cache) {
        this.sessions = Objects.requireNonNull(cache, "cache");
        return this;
    }

    @Override
    public ClientBuilder keyLog(Path file) {
        this.keyLog = Objects.requireNonNull(file, "file");
        return this;
    }

    @Override
    public ClientBuilder qlog(Path directory) {
        this.qlog = Objects.requireNonNull(directory, "directory");
        return this;
    }

    @Override
    public ClientBuilder handshakeTimeout(Duration timeout) {
        this.handshakeTimeout = positive(timeout, "handshakeTimeout");
        return this;
    }

    @Override
    public ClientBuilder idleTimeout(Duration timeout) {
        this.idleTimeout = positive(timeout, "idleTimeout");
        return this;
    }

    @Override
    public ClientBuilder flowControl(FlowControl windows) {
        this.flowControl = Objects.requireNonNull(windows, "windows");
        return this;
    }

    @Override
    public ClientBuilder connectTo(InetSocketAddress address) {
        this.connectTo = Objects.requireNonNull(address, "address");
        return this;
    }

    @Override
    public ClientBuilder resolve(String host, int port, InetSocketAddress address) {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
        resolve.put(ClientSettings.key(host, port), Objects.requireNonNull(address, "address"));
        return this;
    }

    @Override
    public ClientBuilder altSvcFile(Path file) {
        this.routes = routes.withAltSvcFile(Objects.requireNonNull(file, "file"));
        return this;
    }

    @Override
    public ClientBuilder dnsServer(InetSocketAddress server) {
        this.routes = routes.withDnsServer(Objects.requireNonNull(server, "server"));
        if (!HttpsRecords.available()) {
            refused.put("dnsServer", HttpsRecords.UNAVAILABLE);
        }
        return this;
    }

    @Override
    public ClientBuilder connectionLimits(int perOrigin, int all) {
        if (perOrigin < 1 || all < perOrigin) {
            throw new IllegalArgumentException(
                    "at least one connection per origin, and as many in all, not " + perOrigin + " and " + all);
        }
        this.routes = routes.withLimits(perOrigin, all);
        return this;
    }

    @Override
    public ClientBuilder cookieHandler(CookieHandler handler) {
        this.cookieHandler = Objects.requireNonNull(handler, "cookieHandler");
        return this;
    }

    @Override
    public ClientBuilder connectTimeout(Duration duration) {
        this.connectTimeout = positive(duration, "connectTimeout");
        return this;
    }

    @Override
    public ClientBuilder sslContext(SSLContext sslContext) {
        Objects.requireNonNull(sslContext, "sslContext");
        refused.put(
                "sslContext",
                "what an SSLContext trusts and which keys it has cannot be taken out of it for QUIC; call"
                        + " trust(TrustEvaluator…), for a trust manager trust(TrustEvaluator.ofTrustManager(…))");
        return this;
    }

    @Override
    public ClientBuilder sslParameters(SSLParameters sslParameters) {
        Objects.requireNonNull(sslParameters, "sslParameters");
        refused.put(
                "sslParameters",
                "QUIC is TLS 1.3 with the cipher suites and application protocols of RFC 9001 and RFC 9114, which are"
                        + " not for choosing; for what concerns trust call trust(TrustEvaluator…)");
        return this;
    }

    @Override
    public ClientBuilder executor(Executor value) {
        this.executor = Objects.requireNonNull(value, "executor");
        return this;
    }

    @Override
    public ClientBuilder followRedirects(HttpClient.Redirect policy) {
        this.redirect = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public ClientBuilder version(HttpClient.Version value) {
        this.version = Objects.requireNonNull(value, "version");
        return this;
    }

    @Override
    public ClientBuilder priority(int value) {
        if (value < 1 || value > 256) {
            throw new IllegalArgumentException("priority must be 1 to 256, not " + value);
        }
        this.priority = value;
        return this;
    }

    @Override
    public ClientBuilder proxy(ProxySelector proxySelector) {
        this.proxy = Objects.requireNonNull(proxySelector, "proxySelector");
        return this;
    }

    @Override
    public ClientBuilder authenticator(Authenticator value) {
        this.authenticator = Objects.requireNonNull(value, "authenticator");
        return this;
    }

    @Override
    public ClientBuilder localAddress(@Nullable InetAddress address) {
        this.localAddress = address;
        return this;
    }

    @Override
    public H3Client build() {
        if (!refused.isEmpty()) {
            StringBuilder text = new StringBuilder("this client cannot honour what was set:");
            refused.forEach((name, why) ->
                    text.append(' ').append(name).append(": ").append(why).append('.'));
            throw new UnsupportedOperationException(text.toString());
        }
        return new QuiverClient(settings());
    }

    /** What was set so far. */
    ClientSettings settings() {
        SessionCache tickets = sessions;
        return new ClientSettings(
                options,
                trust,
                identity,
                tickets != null ? tickets : SessionCache.inMemory(),
                keyLog,
                qlog,
                handshakeTimeout,
                idleTimeout,
                flowControl,
                connectTo,
                Map.copyOf(resolve),
                cookieHandler,
                authenticator,
                connectTimeout,
                executor,
                redirect,
                version,
                priority,
                proxy,
                localAddress,
                routes,
                List.copyOf(listeners));
    }

    private static Duration positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
        return value;
    }
}
