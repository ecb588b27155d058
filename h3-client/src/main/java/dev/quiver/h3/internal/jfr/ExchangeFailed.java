package dev.quiver.h3.internal.jfr;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.internal.message.ShownUri;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An exchange failed, however short it was. */
@Name("dev.quiver.h3.Failure")
@Label("HTTP Failure")
@Category({"Quiver", "HTTP"})
@Description("A call of an H3Client came to no response, or not to the whole of its body")
@StackTrace(false)
public final class ExchangeFailed extends Event {
    @Label("Exchange")
    @Description("The number of the exchange")
    private long exchange;

    @Label("URL")
    @Description("Without user information and query")
    private @Nullable String url;

    @Label("Failure Kind")
    private @Nullable String failure;

    @Label("Scope")
    @Description("Connection, stream or message; empty for what the caller's own code threw")
    private @Nullable String scope;

    @Label("Origin")
    private @Nullable String origin;

    @Label("Code")
    @Description("As the RFC spells it; empty when none was on the wire")
    private @Nullable String code;

    @Label("Outcome")
    @Description("Whether the server may have acted on the request")
    private @Nullable String outcome;

    @Label("Message")
    private @Nullable String message;

    static boolean isWanted() {
        return new ExchangeFailed().isEnabled();
    }

    static void record(ObservedExchange exchange, Throwable cause) {
        ExchangeFailed event = new ExchangeFailed();
        if (!event.shouldCommit()) {
            return;
        }
        event.exchange = exchange.number();
        event.url = ShownUri.of(exchange.request().uri());
        event.failure = ExchangeDone.kind(cause);
        H3Exception known = H3Exception.in(cause);
        // What the caller's own code threw may say anything.
        event.scope = known == null ? "" : known.scope().name();
        event.origin = known == null ? "" : known.origin().name();
        event.code = known == null || known.codeName() == null ? "" : known.codeName();
        event.outcome = known == null ? "" : known.outcome().name();
        event.message = known == null ? "" : known.getMessage();
        event.commit();
    }
}
