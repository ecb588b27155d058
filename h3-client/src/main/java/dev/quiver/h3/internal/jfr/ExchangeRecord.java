package dev.quiver.h3.internal.jfr;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Route;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes flight recorder events of what happens to one exchange. Not thread-safe. */
public final class ExchangeRecord {
    private final @Nullable ExchangeDone done;
    private final Map<Route.Via, RouteTry> tries = new EnumMap<>(Route.Via.class);

    private ExchangeRecord(@Nullable ExchangeDone done) {
        this.done = done;
    }

    /** Begins; null while nobody records: then it costs nothing. */
    public static @Nullable ExchangeRecord begin() {
        boolean exchanges = ExchangeDone.isWanted();
        return exchanges || ExchangeFailed.isWanted() || RouteTry.isWanted()
                ? new ExchangeRecord(exchanges ? ExchangeDone.started() : null)
                : null;
    }

    /** It happens now. */
    public void happened(ObservedExchange exchange, ExchangeEvent event) {
        if (event instanceof ExchangeEvent.TryStarted started) {
            tries.put(started.via(), RouteTry.started(exchange.number(), started.via()));
        } else if (event instanceof ExchangeEvent.TrySettled settled) {
            RouteTry begun = tries.remove(settled.attempt().via());
            if (begun != null) {
                begun.settled(settled.attempt());
            }
        } else if (event instanceof ExchangeEvent.Ended ended) {
            tries.values().forEach(RouteTry::givenUp);
            if (done != null) {
                done.done(exchange, ended);
            }
            if (ended.failure() != null) {
                ExchangeFailed.record(exchange, ended.failure());
            }
        }
    }
}
