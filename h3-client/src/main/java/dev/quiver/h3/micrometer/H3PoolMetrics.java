package dev.quiver.h3.micrometer;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.PoolStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of a client's QUIC connections: {@code http.client.connections} by {@code state} (active, idle, and other for what
 * is being made or drains), and {@code http.client.connections.requests}, the requests on them. The registry does not keep
 * the client alive. Give clients of one registry different tags.
 */
public final class H3PoolMetrics implements MeterBinder {
    private final H3Client client;
    private final Tags common;

    /** @param tags for every gauge, such as a name of the client */
    public H3PoolMetrics(H3Client client, Iterable<Tag> tags) {
        this.client = Objects.requireNonNull(client, "client");
        this.common = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections(registry, "active", stats -> stats.ready() - stats.idle());
        connections(registry, "idle", PoolStats::idle);
        connections(registry, "other", stats -> stats.open() - stats.ready());
        Gauge.builder(
                        "http.client.connections.requests",
                        client,
                        each -> each.poolStats().requests())
                .description("Requests on QUIC connections, those that wait for a stream included")
                .tags(common)
                .register(registry);
    }

    private void connections(MeterRegistry registry, String state, ToDoubleFunction<PoolStats> count) {
        Gauge.builder("http.client.connections", client, each -> count.applyAsDouble(each.poolStats()))
                .description("QUIC connections")
                .baseUnit("connections")
                .tags(common.and("state", state))
                .register(registry);
    }
}
