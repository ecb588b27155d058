package dev.quiver.h3.example;

import dev.quiver.h3.H3Client;

/** The code of docs/observability.md. */
final class Observing {
    private Observing() {}

    static H3Client listener() {
        return H3Client.newBuilder()
                .exchangeListener((exchange, event) -> System.out.println(exchange + " " + event))
                .build();
    }
}
