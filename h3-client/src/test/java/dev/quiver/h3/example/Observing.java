package dev.quiver.h3.example;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.micrometer.H3ClientMetrics;
import dev.quiver.h3.micrometer.H3PoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The code of docs/observability.md. */
final class Observing {
    private Observing() {}

    static H3Client listener() {
        return H3Client.newBuilder()
                .exchangeListener((exchange, event) -> System.out.println(exchange + " " + event))
                .build();
    }

    static H3Client meters(MeterRegistry registry) {
        H3Client client = H3Client.newBuilder()
                .exchangeListener(H3ClientMetrics.newBuilder(registry)
                        .tags(Tags.of("client.name", "users"))
                        // A template, never the URI itself: it has too many values and may carry secrets.
                        .uri(request -> "/users/{id}")
                        .build())
                .build();
        new H3PoolMetrics(client, Tags.of("client.name", "users")).bindTo(registry);
        return client;
    }
}
