package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.Route;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ways in which a request ends without having been sent. */
final class Refusals {
    private Refusals() {}

    /** Neither transport may be used. */
    static H3Exception noRoute(URI uri, @Nullable String noQuic, @Nullable String noTcp) {
        boolean scheme = uri.getScheme().equalsIgnoreCase("http");
        return new H3Exception(
                scheme ? H3Exception.Kind.BAD_URL : H3Exception.Kind.IO,
                ErrorScope.MESSAGE,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "no transport is left for " + uri + ": not QUIC, since " + noQuic + "; not TCP, since " + noTcp,
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    /** A failure to connect, as the JDK wants it named where a connect time-out was set. */
    static IOException connectTimeout(H3Exception failure, @Nullable Duration connectTimeout) {
        boolean late = switch (failure.kind()) {
            case NO_ANSWER, TIMEOUT -> true;
            default -> false;
        };
        if (connectTimeout == null || !late) {
            return failure;
        }
        HttpConnectTimeoutException jdk = new HttpConnectTimeoutException(failure.getMessage());
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
