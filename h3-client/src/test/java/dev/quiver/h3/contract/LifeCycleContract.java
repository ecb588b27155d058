package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of a client, as the JDK has it from Java 21 on. */
interface LifeCycleContract extends Ground {
    private LifeCycle fresh() {
        LifeCycle cycle = LifeCycle.of(built(builder()));
        assumeTrue(cycle.present(), "the JDK's client has no life cycle before Java 21");
        return cycle;
    }

    @Test
    default void whatIsUnderWayGoesOnAndNothingNewBegins() throws Exception {
        LifeCycle cycle = fresh();
        HttpClient client = cycle.client();
        var stream = client.send(get("/bytes?n=3000000"), BodyHandlers.ofInputStream())
                .body();
        cycle.shutdown();
        assertThat(cycle.isTerminated()).isFalse();
        assertThat(cycle.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> client.send(get("/text"), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.sendAsync(get("/text"), BodyHandlers.discarding())
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
        assertThat(stream.readAllBytes()).hasSize(3_000_000);
        assertThat(cycle.awaitTermination(PATIENCE)).isTrue();
        assertThat(cycle.isTerminated()).isTrue();
    }

    @Test
    default void shutdownNowEndsWhatIsUnderWay() throws Exception {
        LifeCycle cycle = fresh();
        var response = cycle.client().sendAsync(get("/endless?id=shutdown"), BodyHandlers.ofString());
        cycle.shutdownNow();
        assertThatThrownBy(() -> response.get(30, TimeUnit.SECONDS))
                .isNotInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(cycle.awaitTermination(PATIENCE)).isTrue();
    }

    @Test
    default void closeWaitsAndMayBeCalledAgain() throws Exception {
        LifeCycle cycle = fresh();
        var response = cycle.client().sendAsync(get("/bytes?n=100000"), BodyHandlers.ofByteArray());
        cycle.close();
        assertThat(response.get(30, TimeUnit.SECONDS).body()).hasSize(100_000);
        assertThat(cycle.isTerminated()).isTrue();
        cycle.close();
        cycle.shutdown();
        cycle.shutdownNow();
        assertThat(cycle.awaitTermination(Duration.ofNanos(1))).isTrue();
    }

    @Test
    default void awaitingTakesNoNull() {
        LifeCycle cycle = fresh();
        assertThatThrownBy(() -> cycle.awaitTermination(null)).hasRootCauseInstanceOf(NullPointerException.class);
    }
}
