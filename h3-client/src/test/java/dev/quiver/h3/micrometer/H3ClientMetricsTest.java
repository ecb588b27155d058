package dev.quiver.h3.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which meters an exchange makes, and with which tags. */
class H3ClientMetricsTest {
    private static final Route BY_QUIC =
            new Route(List.of(new Route.Attempt(Via.QUIC, Outcome.WON, null, Duration.ZERO, null)));
    private static final Route BY_TCP = new Route(List.of(
            new Route.Attempt(Via.QUIC, Outcome.SKIPPED, "again in 4 s", Duration.ZERO, null, Route.Cause.BACK_OFF),
            new Route.Attempt(Via.TCP, Outcome.WON, null, Duration.ZERO, null)));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static ObservedExchange exchange(ObservedExchange.Kind kind, String method) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://u:p@example.com/users/7?token=secret"))
                .method(method, BodyPublishers.noBody())
                .build();
        return new ObservedExchange(1, kind, request, Instant.EPOCH);
    }

    private static ExchangeEvent.Ended ended(Integer status, Protocol protocol, Route route, Throwable failure) {
        return new ExchangeEvent.Ended(
                Duration.ofMillis(30),
                status,
                protocol,
                new ExchangeMetrics(null, null, null, Duration.ofMillis(30), 11, 22),
                route,
                failure);
    }

    private static String tags(Meter meter) {
        return meter.getId().getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(" "));
    }

    @Test
    void aRequestIsTimedAndWeighed() {
        H3ClientMetrics.of(registry)
                .happened(exchange(ObservedExchange.Kind.REQUEST, "GET"), ended(200, Protocol.H3, BY_QUIC, null));
        Timer timer = registry.get("http.client.requests").timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
        assertThat(tags(timer))
                .isEqualTo("exception=none method=GET outcome=SUCCESS protocol=h3 route=quic route.reason=none"
                        + " status=200 uri=none");
        assertThat(registry.get("http.client.request.size").summary().totalAmount())
                .isEqualTo(11);
        assertThat(registry.get("http.client.response.size").summary().totalAmount())
                .isEqualTo(22);
    }

    @Test
    void whyItWasNotQuicIsAWord() {
        H3ClientMetrics.of(registry)
                .happened(exchange(ObservedExchange.Kind.REQUEST, "POST"), ended(503, Protocol.H2, BY_TCP, null));
        assertThat(tags(registry.get("http.client.requests").timer()))
                .isEqualTo("exception=none method=POST outcome=SERVER_ERROR protocol=h2 route=tcp"
                        + " route.reason=back-off status=503 uri=none");
    }

    @Test
    void aFailureHasItsKindAndAnOddMethodNoNameOfItsOwn() {
        H3ClientMetrics.of(registry)
                .happened(
                        exchange(ObservedExchange.Kind.REQUEST, "X-4711"),
                        ended(null, null, new Route(List.of()), new IOException("token=secret")));
        assertThat(tags(registry.get("http.client.requests").timer()))
                .isEqualTo("exception=IOException method=OTHER outcome=UNKNOWN protocol=none route=none"
                        + " route.reason=none status=IO_ERROR uri=none");
    }

    @Test
    void tunnelsAndRepetitionsHaveMetersOfTheirOwn() {
        H3ClientMetrics metrics = H3ClientMetrics.of(registry);
        metrics.happened(
                exchange(ObservedExchange.Kind.WEBSOCKET, "GET"), ended(403, Protocol.H3, BY_QUIC, new IOException()));
        metrics.happened(
                exchange(ObservedExchange.Kind.REQUEST, "GET"),
                new ExchangeEvent.Retried(Duration.ZERO, new IOException()));
        assertThat(tags(registry.get("http.client.tunnels").timer()))
                .isEqualTo("exception=IOException kind=websocket outcome=CLIENT_ERROR protocol=h3 status=403");
        assertThat(registry.get("http.client.retries")
                        .tag("exception", "IOException")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.find("http.client.requests").timer()).isNull();
    }

    @Test
    void tagsOfOnesOwnAndATemplate() {
        H3ClientMetrics.newBuilder(registry)
                .tags(Tags.of("client", "users"))
                .uri(request -> "/users/{id}")
                .build()
                .happened(exchange(ObservedExchange.Kind.REQUEST, "GET"), ended(200, Protocol.H3, BY_QUIC, null));
        assertThat(registry.get("http.client.requests").timer().getId().getTags())
                .contains(Tag.of("client", "users"), Tag.of("uri", "/users/{id}"));
    }
}
