package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down the events of exchanges, each exchange's apart. */
final class Watcher implements ExchangeListener {
    private final Map<Long, List<ExchangeEvent>> events = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<ObservedExchange> ended = new LinkedBlockingQueue<>();

    @Override
    public void happened(ObservedExchange exchange, ExchangeEvent event) {
        events.computeIfAbsent(exchange.number(), number -> new CopyOnWriteArrayList<>())
                .add(event);
        if (event instanceof ExchangeEvent.Ended) {
            ended.add(exchange);
        }
    }

    /** The exchange that ended next. */
    ObservedExchange next() throws InterruptedException {
        ObservedExchange over = ended.poll(30, TimeUnit.SECONDS);
        assertThat(over).as("an exchange that ended").isNotNull();
        return over;
    }

    /** The events of the exchange that ended next; each came when it said. */
    List<ExchangeEvent> nextEvents() throws InterruptedException {
        List<ExchangeEvent> all = new ArrayList<>(events.get(next().number()));
        assertThat(all.stream().map(ExchangeEvent::at).toList()).isSorted();
        assertThat(all.get(0)).isInstanceOf(ExchangeEvent.Started.class);
        assertThat(all.stream().filter(ExchangeEvent.Ended.class::isInstance)).hasSize(1);
        assertThat(all.get(all.size() - 1)).isInstanceOf(ExchangeEvent.Ended.class);
        return all;
    }

    static List<String> names(List<ExchangeEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    static <E extends ExchangeEvent> List<E> only(List<ExchangeEvent> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static ExchangeEvent.Ended end(List<ExchangeEvent> events) {
        return (ExchangeEvent.Ended) events.get(events.size() - 1);
    }
}
