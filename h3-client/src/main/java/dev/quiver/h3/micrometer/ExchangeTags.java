package dev.quiver.h3.micrometer;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tags of an exchange say. */
final class ExchangeTags {
    /** RFC 9110 §9.3 and RFC 5789; a server or a caller can make up any number of others. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private ExchangeTags() {}

    static Tag method(String method) {
        return Tag.of("method", METHODS.contains(method) ? method : "OTHER");
    }

    static Tag kind(ObservedExchange.Kind kind) {
        return Tag.of("kind", kind.name().toLowerCase(Locale.ROOT));
    }

    static Tag status(ExchangeEvent.Ended ended) {
        Integer status = ended.status();
        return Tag.of("status", status == null ? "IO_ERROR" : status.toString());
    }

    static Tag outcome(ExchangeEvent.Ended ended) {
        Integer status = ended.status();
        return status == null
                ? Outcome.UNKNOWN.asTag()
                : Outcome.forStatus(status).asTag();
    }

    static Tag protocol(ExchangeEvent.Ended ended) {
        Protocol protocol = ended.protocol();
        return Tag.of("protocol", protocol == null ? "none" : protocol.name());
    }

    static Tag exception(@Nullable Throwable failure) {
        if (failure == null) {
            return Tag.of("exception", "none");
        }
        H3Exception known = H3Exception.in(failure);
        return Tag.of(
                "exception",
                known == null
                        ? failure.getClass().getSimpleName()
                        : known.kind().name());
    }

    static Tag route(Route route) {
        Route.Via winner = route.winner();
        return Tag.of("route", winner == null ? "none" : winner.toString());
    }

    /** Why it was not QUIC; of the first try, if there were several. */
    static Tag routeReason(Route route) {
        Route.Cause cause = route.winner() == Route.Via.QUIC
                ? Route.Cause.NONE
                : route.attempts().stream()
                        .filter(attempt -> attempt.via() == Route.Via.QUIC)
                        .map(Route.Attempt::cause)
                        .findFirst()
                        .orElse(Route.Cause.NONE);
        return Tag.of("route.reason", cause.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
