package dev.quiver.h3;

import dev.quiver.h3.internal.message.ShownUri;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Objects;

/**
 * One call of a client, over its redirects and repetitions, as an {@link ExchangeListener} sees it.
 *
 * @param number tells it apart from all others of this JVM
 * @param kind what was asked for
 * @param request as the caller gave it, with all its fields: mind what you write down. Of a WebSocket, a GET with the
 *     fields of its handshake and the scheme {@code http} or {@code https}
 * @param startedAt when the call began
 */
public record ObservedExchange(long number, Kind kind, HttpRequest request, Instant startedAt) {
    /** What was asked for. */
    public enum Kind {
        /** A request, up to the end of its response's body. */
        REQUEST,
        /** A WebSocket, up to its being open. */
        WEBSOCKET,
        /** An extended CONNECT (RFC 9220), up to its being answered. */
        CONNECT
    }

    public ObservedExchange {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    /** Number, kind, method and where to, without fields, user information and query. */
    @Override
    public String toString() {
        return "#" + number + " " + (kind == Kind.REQUEST ? request.method() : kind.name()) + " "
                + ShownUri.of(request.uri());
    }
}
