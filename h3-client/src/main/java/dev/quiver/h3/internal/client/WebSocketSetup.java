package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3WebSocket;
import dev.quiver.h3.internal.message.FieldRules;
import dev.quiver.h3.internal.message.ShownUri;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Collects what a WebSocket is to be opened with, and checks it when it is. */
final class WebSocketSetup implements H3WebSocket.Builder {
    /** What the handshake says by itself (RFC 6455 §11.3). */
    private static final Set<String> RESERVED = Set.of(
            "sec-websocket-accept",
            "sec-websocket-extensions",
            "sec-websocket-key",
            "sec-websocket-protocol",
            "sec-websocket-version");

    private final Core core;
    private final List<String> fields = new ArrayList<>();
    private List<String> subprotocols = List.of();
    private @Nullable Duration timeout;
    private boolean compression;
    private H3Options options;

    WebSocketSetup(Core core) {
        this.core = core;
        this.options = core.settings.options();
    }

    @Override
    public WebSocketSetup header(String name, String value) {
        fields.add(Objects.requireNonNull(name, "name"));
        fields.add(Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public WebSocketSetup connectTimeout(Duration limit) {
        timeout = Objects.requireNonNull(limit, "timeout");
        return this;
    }

    @Override
    public WebSocketSetup subprotocols(String mostPreferred, String... lesserPreferred) {
        List<String> all = new ArrayList<>();
        all.add(Objects.requireNonNull(mostPreferred, "mostPreferred"));
        for (String lesser : lesserPreferred) {
            all.add(Objects.requireNonNull(lesser, "lesserPreferred"));
        }
        subprotocols = List.copyOf(all);
        return this;
    }

    @Override
    public WebSocketSetup compression(boolean offer) {
        compression = offer;
        return this;
    }

    @Override
    public WebSocketSetup options(H3Options instead) {
        options = Objects.requireNonNull(instead, "options");
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(listener, "listener");
        try {
            HttpRequest request = request(uri);
            return new WebSocketOpening(
                            core,
                            new WebSocketOpening.Wish(
                                    uri,
                                    request,
                                    List.copyOf(fields),
                                    subprotocols,
                                    timeout,
                                    compression,
                                    options,
                                    listener))
                    .start();
        } catch (IllegalArgumentException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** The handshake's own request, as far as the JDK's rules go: it refuses the fields of a connection. */
    private HttpRequest request(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("wss") && !scheme.equals("ws")) {
            throw new IllegalArgumentException(
                    "a WebSocket's URI has the scheme ws or wss, unlike " + ShownUri.of(uri));
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a WebSocket's URI has no fragment (RFC 6455 §3): " + ShownUri.of(uri));
        }
        if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
            throw new IllegalArgumentException("connectTimeout must be positive, not " + timeout);
        }
        Set<String> seen = new HashSet<>();
        for (String subprotocol : subprotocols) {
            if (!FieldRules.isToken(subprotocol) || !seen.add(subprotocol)) {
                throw new IllegalArgumentException("subprotocols are different tokens (RFC 6455 §4.1)");
            }
        }
        URI http = URI.create((scheme.equals("wss") ? "https" : "http")
                + uri.toString().substring(uri.getScheme().length()));
        HttpRequest.Builder request = HttpRequest.newBuilder(http);
        for (int i = 0; i < fields.size(); i += 2) {
            if (RESERVED.contains(fields.get(i).toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the handshake itself says " + fields.get(i)
                        + "; subprotocols are set by subprotocols(), compression by compression()");
            }
            request.header(fields.get(i), fields.get(i + 1));
        }
        return request.build();
    }
}
