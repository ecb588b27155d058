package dev.quiver.h3;

/**
 * Hears what happens to exchanges, step by step: {@link H3Client.Builder#exchangeListener} for all of a client,
 * {@link H3Options.Builder#exchangeListener} for some.
 *
 * <p>The events of one exchange come one at a time and in the order in which they happened, the last one being {@link
 * ExchangeEvent.Ended}; those of different exchanges come at the same time on different threads. All come on the client's
 * executor, never on a thread that carries packets, and so somewhat later than they happened and possibly after the
 * caller has its response: {@link ExchangeEvent#at} is when they happened. Nothing waits for a listener: one that blocks
 * holds up its own exchange's further events and one of the executor's threads. What it throws is logged, the first time
 * as a warning, and changes nothing.
 *
 * <p>Without a listener nothing is done for one.
 */
@FunctionalInterface
public interface ExchangeListener {
    /**
     * Something happened.
     *
     * @param exchange the same object for all events of one exchange
     */
    void happened(ObservedExchange exchange, ExchangeEvent event);
}
