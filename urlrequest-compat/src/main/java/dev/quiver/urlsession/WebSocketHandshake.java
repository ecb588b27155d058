package dev.quiver.urlsession;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Opens a task's WebSocket by the session's client, and reads a refusal. */
final class WebSocketHandshake {
    private WebSocketHandshake() {}

    static CompletableFuture<WebSocket> start(UrlSession session, WebSocketTask task, WebSocket.Listener listener) {
        UrlRequest asked = task.originalRequest();
        try {
            // RFC 6797 §8.3: nothing is sent in the clear to a host that asked for TLS.
            URI url = session.state().upgraded(asked.url());
            UrlRequest request = asked.toBuilder().url(url).build();
            task.nowLoads(request);
            WebSocket.Builder builder = session.client().newWebSocketBuilder();
            HttpHeaders own = BodyRules.fields(request, session.configuration(), false, Map.of());
            session.state()
                    .fields(request, asked.url(), own)
                    .map()
                    .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
            builder.connectTimeout(
                    request.timeoutInterval().orElse(session.configuration().timeoutIntervalForRequest()));
            List<String> offered = task.subprotocols();
            if (!offered.isEmpty()) {
                builder.subprotocols(
                        offered.get(0), offered.subList(1, offered.size()).toArray(new String[0]));
            }
            return builder.buildAsync(url, listener);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Why there is no WebSocket; the task learns the response of a refusal. */
    static UrlError error(UrlSession session, WebSocketTask task, Throwable failure) {
        HttpResponse<?> response = refusal(failure);
        if (response == null) {
            return ErrorTable.of(failure, task.currentRequest(), task.counts().progress());
        }
        UrlRequest request = task.currentRequest();
        session.state().received(request, request.url(), task.originalRequest().url(), response.headers());
        Object body = response.body();
        byte[] text = body instanceof String words ? words.getBytes(StandardCharsets.UTF_8) : new byte[0];
        HttpUrlResponse head =
                new HttpUrlResponse(task.currentRequest().url(), response.statusCode(), response.headers());
        task.refused(new UrlData(text, head));
        return ErrorTable.refused(
                UrlErrorCode.BAD_SERVER_RESPONSE,
                "the server answered the WebSocket's handshake with " + response.statusCode(),
                task.currentRequest(),
                task.counts().progress());
    }

    private static @Nullable HttpResponse<?> refusal(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof WebSocketHandshakeException refused) {
                return refused.getResponse();
            }
        }
        return null;
    }
}
