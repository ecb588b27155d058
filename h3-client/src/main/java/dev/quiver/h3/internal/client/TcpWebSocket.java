package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3WebSocket;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeReport;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK's client, and what is known of how it came about. */
final class TcpWebSocket implements H3WebSocket {
    private final WebSocket inner;
    private final Supplier<Route> route;
    private final Runnable over;

    private TcpWebSocket(WebSocket inner, Supplier<Route> route, Runnable over) {
        this.inner = inner;
        this.route = route;
        this.over = over;
    }

    /** Stands between the JDK's WebSocket and the user's listener, who is to see this class. */
    static final class Relay implements Listener {
        private final Listener listener;
        private final Supplier<Route> route;
        private final Runnable open;
        private final Runnable over;
        private volatile @Nullable TcpWebSocket shown;

        /**
         * @param open told when the WebSocket is open, before the listener is
         * @param over told when the WebSocket has ended
         */
        Relay(Listener listener, Supplier<Route> route, Runnable open, Runnable over) {
            this.listener = listener;
            this.route = route;
            this.open = open;
            this.over = over;
        }

        TcpWebSocket shown(WebSocket inner) {
            TcpWebSocket known = shown;
            if (known == null) {
                known = new TcpWebSocket(inner, route, over);
                shown = known;
            }
            return known;
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            open.run();
            listener.onOpen(shown(webSocket));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            return listener.onText(shown(webSocket), data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            return listener.onBinary(shown(webSocket), data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
            return listener.onPing(shown(webSocket), message);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
            return listener.onPong(shown(webSocket), message);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            over.run();
            return listener.onClose(shown(webSocket), statusCode, reason);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            over.run();
            listener.onError(shown(webSocket), error);
        }
    }

    private CompletableFuture<WebSocket> shown(CompletableFuture<WebSocket> sent) {
        return sent.thenApply(ws -> this);
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
        return shown(inner.sendText(data, last));
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
        return shown(inner.sendBinary(data, last));
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return shown(inner.sendPing(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return shown(inner.sendPong(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
        return shown(inner.sendClose(statusCode, reason));
    }

    @Override
    public void request(long n) {
        inner.request(n);
    }

    @Override
    public String getSubprotocol() {
        return inner.getSubprotocol();
    }

    @Override
    public boolean isOutputClosed() {
        return inner.isOutputClosed();
    }

    @Override
    public boolean isInputClosed() {
        return inner.isInputClosed();
    }

    @Override
    public void abort() {
        inner.abort();
        over.run();
    }

    @Override
    public Route route() {
        return route.get();
    }

    @Override
    public Protocol protocol() {
        return Protocol.HTTP_1_1;
    }

    @Override
    public @Nullable HandshakeReport handshake() {
        return null;
    }

    @Override
    public boolean compressed() {
        return false;
    }
}
