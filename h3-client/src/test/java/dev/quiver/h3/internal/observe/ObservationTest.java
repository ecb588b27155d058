package dev.quiver.h3.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is told when, and by whom. */
class ObservationTest {
    private static final HttpRequest REQUEST = HttpRequest.newBuilder(URI.create("https://user:pw@example.com/a?b=c"))
            .build();
    private static final ExchangeMetrics METRICS = new ExchangeMetrics(null, null, null, Duration.ZERO, 0, 0);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<ExchangeEvent> heard = new ArrayList<>();

    private Observation begin(Listeners listeners) {
        return Observation.begin(listeners, null, ObservedExchange.Kind.REQUEST, REQUEST);
    }

    private Observation watched() {
        return begin(new Listeners(List.of((exchange, event) -> heard.add(event)), tasks::add));
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void nobodyWatchesNothingIsMade() {
        assertThat(begin(new Listeners(List.of(), tasks::add))).isNull();
        assertThat(tasks).isEmpty();
    }

    @Test
    void oneTaskTellsAllThatWaitsInOrder() {
        Observation observation = watched();
        observation.tryStarted(Route.Via.TCP);
        observation.headReceived(204, Protocol.H2);
        assertThat(heard).as("nothing is told where it happens").isEmpty();
        assertThat(tasks).hasSize(1);
        run();
        assertThat(heard)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Started", "TryStarted", "HeadReceived");
        observation.headSent();
        assertThat(tasks).hasSize(1);
    }

    @Test
    void stepsThatAreLateComeBeforeTheConnectionTheyLedTo() {
        HandshakeReport report = new HandshakeReport(
                "example.com",
                443,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                HandshakeReport.EarlyData.NONE,
                false,
                false,
                List.of(),
                null,
                List.of(new HandshakeEvent.Resolved(Duration.ZERO, List.of())),
                null);
        Observation observation = watched();
        observation.resolved(List.of());
        observation.connected(report);
        observation.connected(report);
        run();
        assertThat(heard)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Started",
                        "Resolved",
                        "HandshakeStarted",
                        "Connected",
                        "Resolved",
                        "HandshakeStarted",
                        "Connected");
    }

    @Test
    void nothingComesAfterTheEnd() {
        Observation observation = watched();
        observation.headReceived(204, Protocol.H2);
        observation.ended(METRICS, new Route(List.of()), null);
        observation.headSent();
        observation.ended(METRICS, new Route(List.of()), new IllegalStateException());
        run();
        assertThat(heard).hasSize(3);
        assertThat(heard.get(2))
                .isInstanceOfSatisfying(
                        ExchangeEvent.Ended.class,
                        end -> assertThat(end.status()).isEqualTo(204));
    }

    @Test
    void anAnswerThatWasNotTheLastOneIsNotTheExchanges() {
        Observation observation = watched();
        observation.headReceived(302, Protocol.H2);
        observation.redirected(302, URI.create("https://user:pw@example.com/b?secret"));
        observation.ended(METRICS, new Route(List.of()), new IllegalStateException("gone"));
        run();
        assertThat(heard.get(2).toString()).contains("https://example.com/b").doesNotContain("pw", "secret");
        assertThat(((ExchangeEvent.Ended) heard.get(3)).status()).isNull();
    }

    @Test
    void whatIsShownHasNoSecrets() {
        assertThat(new ObservedExchange(7, ObservedExchange.Kind.REQUEST, REQUEST, java.time.Instant.EPOCH))
                .hasToString("#7 GET https://example.com/a");
    }
}
