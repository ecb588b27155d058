package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeListener;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.SessionCache;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a builder was told, checked. */
record ClientSettings(
        H3Options options,
        TrustEvaluator trust,
        @Nullable IdentityChooser identity,
        SessionCache sessions,
        @Nullable Path keyLog,
        @Nullable Path qlog,
        Duration handshakeTimeout,
        Duration idleTimeout,
        FlowControl flowControl,
        @Nullable InetSocketAddress connectTo,
        Map<String, InetSocketAddress> resolve,
        @Nullable CookieHandler cookieHandler,
        @Nullable Authenticator authenticator,
        @Nullable Duration connectTimeout,
        @Nullable Executor executor,
        HttpClient.Redirect redirect,
        HttpClient.@Nullable Version version,
        @Nullable Integer priority,
        @Nullable ProxySelector proxy,
        @Nullable InetAddress localAddress,
        RouteSettings routes,
        List<ExchangeListener> listeners) {

    /** Where connections to this host and port go, or null for where the name points. */
    @Nullable
    InetSocketAddress address(String host, int port) {
        InetSocketAddress one = resolve.get(key(host, port));
        return one != null ? one : connectTo;
    }

    static String key(String host, int port) {
        return host.toLowerCase(java.util.Locale.ROOT) + ' ' + port;
    }

    /** The limit on a new connection, over either transport. */
    Duration connectLimit() {
        return connectTimeout != null ? connectTimeout : handshakeTimeout;
    }
}
