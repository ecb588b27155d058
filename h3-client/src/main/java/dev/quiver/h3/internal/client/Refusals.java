package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ways in which a request ends without having been sent. */
final class Refusals {
    private Refusals() {}

    /** Neither transport may be used. */
    static H3Exception noRoute(URI uri, Route route) {
        boolean scheme = uri.getScheme().equalsIgnoreCase("http");
        StringBuilder why = new StringBuilder();
        for (Route.Attempt attempt : route.attempts()) {
            why.append("; not ")
                    .append(attempt.via() == Route.Via.QUIC ? "QUIC" : "TCP")
                    .append(", since ")
                    .append(attempt.reason());
        }
        return new H3Exception(
                scheme ? H3Exception.Kind.BAD_URL : H3Exception.Kind.IO,
                ErrorScope.MESSAGE,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "no transport is left for " + ShownUri.of(uri) + why,
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    /** The server answered 421: nothing was done with the request, and another connection may fare better. */
    /** As it is, for a request that had been sent before the handshake was done: the server may have acted on it. */
    static H3Exception sentEarly(H3Exception failure) {
        H3Exception told = new H3Exception(
                failure.kind(),
                failure.scope(),
                failure.origin(),
                failure.code(),
                RequestOutcome.UNKNOWN,
                String.valueOf(failure.getMessage()),
                failure.getCause(),
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
        return told.with(
                H3Exception.Progress.NONE,
                new H3Exception.Setting(failure.handshake(), failure.route(), failure.peerStreams()));
    }

    /** The server would not answer what came as early data (RFC 8470 §5.2). */
    static H3Exception tooEarly(OriginKey origin) {
        return new H3Exception(
                H3Exception.Kind.STREAM_RESET,
                ErrorScope.STREAM,
                Origin.PEER,
                null,
                RequestOutcome.NOT_PROCESSED,
                origin + " answered 425: it wants the request after the handshake",
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    /** The server answered 421 (RFC 9110 §15.5.20). */
    static H3Exception misdirected(OriginKey origin) {
        return new H3Exception(
                H3Exception.Kind.STREAM_RESET,
                ErrorScope.STREAM,
                Origin.PEER,
                null,
                RequestOutcome.NOT_PROCESSED,
                "the server answered 421: this connection is not for " + origin,
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    /** An {@code Age} field's seconds (RFC 9111 §5.1); 0 if it is absent or not a number. */
    static long seconds(@Nullable String age) {
        boolean number = age != null
                && !age.isEmpty()
                && age.length() < 10
                && age.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(age) : 0;
    }

    /** A failure to connect, as the JDK's client names it; the cause has the details. */
    static IOException notConnected(H3Exception failure, @Nullable Duration connectTimeout) {
        IOException jdk;
        switch (failure.kind()) {
            case HOST_NOT_FOUND, PORT_CLOSED -> jdk = new ConnectException(failure.getMessage());
            case NO_ANSWER, TIMEOUT -> {
                if (connectTimeout == null) {
                    return failure;
                }
                jdk = new HttpConnectTimeoutException(failure.getMessage());
            }
            default -> {
                return failure;
            }
        }
        jdk.initCause(failure);
        return jdk;
    }

    /** What an attempt by QUIC looks like once its request is sent again. */
    static Route.Attempt sentAgain(Route.Attempt attempt, H3Exception failure) {
        return attempt.outcome() == Route.Outcome.WON
                ? new Route.Attempt(
                        attempt.via(),
                        Route.Outcome.FAILED,
                        failure.getMessage() + " (it was sent again)",
                        attempt.elapsed(),
                        failure)
                : attempt;
    }
}
