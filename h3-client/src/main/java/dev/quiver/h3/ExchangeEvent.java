package dev.quiver.h3;

import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.quic.HandshakeReport;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an exchange, and when. The usual order over HTTP/3 is {@link Started}, {@link TryStarted},
 * then for a new connection {@link Resolved}, {@link HandshakeStarted} and {@link Connected}, then {@link TrySettled},
 * {@link HeadSent}, {@link HeadReceived}, {@link BodyReceived}, {@link Ended}. More kinds may come with later versions.
 *
 * <p>Over TCP the JDK's client does not tell of {@link Resolved}, {@link HandshakeStarted}, {@link Connected} and {@link
 * HeadSent}: none of them comes.
 */
public sealed interface ExchangeEvent {
    /** How long after the start of the exchange. */
    Duration at();

    /** The call began. The first event. */
    record Started(Duration at) implements ExchangeEvent {}

    /** A transport was taken into the race: a QUIC connection is looked for, or the request went to TCP. */
    record TryStarted(Duration at, Route.Via via) implements ExchangeEvent {}

    /** The server's name has these addresses. Only for a QUIC connection that the exchange waits for. */
    record Resolved(Duration at, List<InetAddress> addresses) implements ExchangeEvent {
        public Resolved {
            addresses = List.copyOf(addresses);
        }
    }

    /** The first packet of a QUIC handshake that the exchange waits for has left. */
    record HandshakeStarted(Duration at) implements ExchangeEvent {}

    /** The QUIC connection that the exchange waited for is ready. A connection that was there before is not told of. */
    record Connected(Duration at, HandshakeReport handshake) implements ExchangeEvent {}

    /**
     * It is known what becomes of a transport, be it that it was never to be tried. The same transport may be told of
     * again: QUIC that was late for its head start and won after all, since TCP could not connect.
     */
    record TrySettled(Duration at, Route.Attempt attempt) implements ExchangeEvent {}

    /** The request has a stream, and its head was handed to it. */
    record HeadSent(Duration at, Route.Via via) implements ExchangeEvent {}

    /** The transport took this much of the request's body from its publisher. */
    record BodySent(Duration at, long bytes) implements ExchangeEvent {}

    /** The head of a final response came, be it a redirect. */
    record HeadReceived(Duration at, int status, Protocol protocol) implements ExchangeEvent {}

    /** The subscriber of the response's body was given this much of it. */
    record BodyReceived(Duration at, long bytes) implements ExchangeEvent {}

    /** The request is sent once more, to the same origin, for this reason. */
    record Retried(Duration at, Throwable cause) implements ExchangeEvent {}

    /** The request is sent once more with credentials: the server or proxy asked for them. */
    record Challenged(Duration at, int status) implements ExchangeEvent {}

    /** The exchange goes on elsewhere. */
    record Redirected(Duration at, int status, URI to) implements ExchangeEvent {
        /** Without user information and query. */
        @Override
        public String toString() {
            return "Redirected[at=" + at + ", status=" + status + ", to=" + ShownUri.of(to) + "]";
        }
    }

    /**
     * All is over, the body included; of a WebSocket or an extended CONNECT, it is open or refused. The last event, and it
     * always comes, once.
     *
     * @param status of the final response, or null if none came
     * @param protocol by which that came, or null
     * @param metrics times and bytes; those of the last try
     * @param route which transports were tried; those of the last hop
     * @param failure why the caller has no response, or not the whole of its body; null if all went well
     */
    record Ended(
            Duration at,
            @Nullable Integer status,
            @Nullable Protocol protocol,
            ExchangeMetrics metrics,
            Route route,
            @Nullable Throwable failure)
            implements ExchangeEvent {}
}
