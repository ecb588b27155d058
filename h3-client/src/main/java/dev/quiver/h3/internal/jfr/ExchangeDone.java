package dev.quiver.h3.internal.jfr;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.message.ShownUri;
import java.time.Duration;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** One exchange, from the call to the end of its body. */
@Name("dev.quiver.h3.Exchange")
@Label("HTTP Exchange")
@Category({"Quiver", "HTTP"})
@Description("A call of an H3Client over its redirects and repetitions, up to the end of the response's body")
@StackTrace(false)
@Threshold("20 ms")
public final class ExchangeDone extends Event {
    @Label("Number")
    private long number;

    @Label("Kind")
    @Description("REQUEST, WEBSOCKET or CONNECT; of the latter two, the opening")
    private @Nullable String kind;

    @Label("Method")
    private @Nullable String method;

    @Label("URL")
    @Description("Without user information and query")
    private @Nullable String url;

    @Label("Status")
    @Description("0 when no final response came")
    private int status;

    @Label("Protocol")
    @Description("Empty when no final response came")
    private @Nullable String protocol;

    @Label("Route")
    @Description("What was tried, and why")
    private @Nullable String route;

    @Label("First Byte")
    @Description("From the start to the response's head")
    @Timespan(Timespan.NANOSECONDS)
    private long firstByte;

    @Label("Request Bytes")
    @DataAmount
    private long requestBytes;

    @Label("Response Bytes")
    @DataAmount
    private long responseBytes;

    @Label("Failure Kind")
    @Description("Empty when all went well")
    private @Nullable String failure;

    private ExchangeDone() {}

    static boolean isWanted() {
        return new ExchangeDone().isEnabled();
    }

    static ExchangeDone started() {
        ExchangeDone event = new ExchangeDone();
        event.begin();
        return event;
    }

    void done(ObservedExchange exchange, ExchangeEvent.Ended ended) {
        end();
        if (!shouldCommit()) {
            return;
        }
        Integer answered = ended.status();
        Protocol by = ended.protocol();
        Duration first = ended.metrics().firstByte();
        number = exchange.number();
        kind = exchange.kind().name();
        method = exchange.request().method();
        url = ShownUri.of(exchange.request().uri());
        status = answered == null ? 0 : answered;
        protocol = by == null ? "" : by.name();
        route = words(ended.route());
        firstByte = first == null ? Long.MIN_VALUE : first.toNanos();
        requestBytes = ended.metrics().requestBytes();
        responseBytes = ended.metrics().responseBytes();
        failure = kind(ended.failure());
        commit();
    }

    private static String words(Route route) {
        return route.attempts().stream()
                .map(attempt -> attempt.via() + " " + attempt.outcome()
                        + (attempt.reason() == null ? "" : ": " + attempt.reason()))
                .collect(Collectors.joining("; "));
    }

    static String kind(@Nullable Throwable failure) {
        if (failure == null) {
            return "";
        }
        H3Exception known = H3Exception.in(failure);
        return known == null ? failure.getClass().getName() : known.kind().name();
    }
}
