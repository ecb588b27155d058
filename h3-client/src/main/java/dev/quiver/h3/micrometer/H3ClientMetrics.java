package dev.quiver.h3.micrometer;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ExchangeListener;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.ObservedExchange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.function.Function;

/**
 * Counts and times exchanges. Register it as a client's {@link H3Client.Builder#exchangeListener exchange listener}; one may
 * serve several clients. For the connections there is {@link H3PoolMetrics}. Safe to use from any thread.
 *
 * <ul>
 *   <li>{@code http.client.requests}, a timer up to the end of the response's body: {@code method}, {@code status}, {@code
 *       outcome}, {@code exception}, {@code uri} as other Micrometer binders have them, and {@code protocol} (h3, h2,
 *       http/1.1, none), {@code route} (quic, tcp, none) and {@code route.reason}: why it was not QUIC, as {@link
 *       dev.quiver.h3.Route.Cause} has it
 *   <li>{@code http.client.request.size} and {@code http.client.response.size}, bodies in bytes, by {@code method}, {@code
 *       outcome} and {@code protocol}
 *   <li>{@code http.client.retries}, a counter of requests sent once more, by {@code exception}
 *   <li>{@code http.client.tunnels}, a timer of the opening of WebSockets and extended CONNECTs, by {@code kind}, {@code
 *       status}, {@code outcome}, {@code exception} and {@code protocol}
 * </ul>
 *
 * <p>All tags have few values. The URL is none of them unless {@link Builder#uri} says how.
 */
public final class H3ClientMetrics implements ExchangeListener {
    private final MeterRegistry registry;
    private final Tags common;
    private final Function<? super HttpRequest, String> uri;

    private H3ClientMetrics(Builder builder) {
        this.registry = builder.registry;
        this.common = builder.tags;
        this.uri = builder.uri;
    }

    /** Meters in this registry, with every default. */
    public static H3ClientMetrics of(MeterRegistry registry) {
        return newBuilder(registry).build();
    }

    /** Meters in this registry, to be set up. */
    public static Builder newBuilder(MeterRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public void happened(ObservedExchange exchange, ExchangeEvent event) {
        if (event instanceof ExchangeEvent.Ended ended) {
            if (exchange.kind() == ObservedExchange.Kind.REQUEST) {
                request(exchange.request(), ended);
            } else {
                tunnel(exchange.kind(), ended);
            }
        } else if (event instanceof ExchangeEvent.Retried retried) {
            Counter.builder("http.client.retries")
                    .description("Requests sent once more")
                    .tags(common.and(ExchangeTags.exception(retried.cause())))
                    .register(registry)
                    .increment();
        }
    }

    private void request(HttpRequest request, ExchangeEvent.Ended ended) {
        Tag method = ExchangeTags.method(request.method());
        Tag outcome = ExchangeTags.outcome(ended);
        Tag protocol = ExchangeTags.protocol(ended);
        Timer.builder("http.client.requests")
                .description("HTTP requests, up to the end of the response's body")
                .tags(common.and(
                        method,
                        Tag.of("uri", uri.apply(request)),
                        ExchangeTags.status(ended),
                        outcome,
                        ExchangeTags.exception(ended.failure()),
                        protocol,
                        ExchangeTags.route(ended.route()),
                        ExchangeTags.routeReason(ended.route())))
                .register(registry)
                .record(ended.metrics().total());
        Tags sizes = common.and(method, outcome, protocol);
        size("http.client.request.size", "Bodies of requests", sizes)
                .record(ended.metrics().requestBytes());
        size("http.client.response.size", "Bodies of responses", sizes)
                .record(ended.metrics().responseBytes());
    }

    private DistributionSummary size(String name, String description, Tags tags) {
        return DistributionSummary.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    private void tunnel(ObservedExchange.Kind kind, ExchangeEvent.Ended ended) {
        Timer.builder("http.client.tunnels")
                .description("Openings of WebSockets and extended CONNECTs")
                .tags(common.and(
                        ExchangeTags.kind(kind),
                        ExchangeTags.status(ended),
                        ExchangeTags.outcome(ended),
                        ExchangeTags.exception(ended.failure()),
                        ExchangeTags.protocol(ended)))
                .register(registry)
                .record(ended.metrics().total());
    }

    /** Sets up meters; not thread-safe. */
    public static final class Builder {
        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private Function<? super HttpRequest, String> uri = request -> "none";

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Tags for every meter, such as a name of the client. Default: none. */
        public Builder tags(Iterable<Tag> all) {
            this.tags = Tags.of(all);
            return this;
        }

        /**
         * What the tag {@code uri} of {@code http.client.requests} says of a request: a template such as {@code
         * /users/{id}}, and never the URI itself, which has too many values and may carry secrets. Default: none.
         */
        public Builder uri(Function<? super HttpRequest, String> template) {
            this.uri = Objects.requireNonNull(template, "template");
            return this;
        }

        /** The meters. */
        public H3ClientMetrics build() {
            return new H3ClientMetrics(this);
        }
    }
}
