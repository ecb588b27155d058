package dev.quiver.h3.internal.jfr;

import dev.quiver.h3.Route;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** One transport's part in the race of one exchange. */
@Name("dev.quiver.h3.Try")
@Label("Transport Try")
@Category({"Quiver", "HTTP"})
@Description("QUIC: from looking for a connection to having one or not. TCP: from sending the request to its answer")
@StackTrace(false)
@Threshold("20 ms")
public final class RouteTry extends Event {
    @Label("Exchange")
    @Description("The number of the exchange")
    private final long exchange;

    @Label("Via")
    private final String via;

    @Label("Outcome")
    private @Nullable String outcome;

    @Label("Reason")
    private @Nullable String reason;

    private RouteTry(long exchange, String via) {
        this.exchange = exchange;
        this.via = via;
    }

    static boolean isWanted() {
        return new RouteTry(0, "").isEnabled();
    }

    static RouteTry started(long exchange, Route.Via via) {
        RouteTry event = new RouteTry(exchange, via.toString());
        event.begin();
        return event;
    }

    void settled(Route.Attempt attempt) {
        end();
        if (shouldCommit()) {
            outcome = attempt.outcome().toString();
            reason = attempt.reason();
            commit();
        }
    }

    void givenUp() {
        end();
        if (shouldCommit()) {
            outcome = "given-up";
            commit();
        }
    }
}
