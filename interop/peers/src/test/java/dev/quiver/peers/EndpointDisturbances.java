package dev.quiver.peers;

import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the runner's simulator does to the network while files come. */
final class EndpointDisturbances {
    private EndpointDisturbances() {}

    /** Nothing passes for two seconds, after five. */
    static void blackhole(LossyRelay relay, ScheduledExecutorService timer) {
        timer.schedule(() -> relay.cutOff(), 5, TimeUnit.SECONDS);
        timer.schedule(relay::resume, 7, TimeUnit.SECONDS);
    }

    /** The server hears the first packet, and then no other for a second: the runner drops the second to the seventh. */
    static void clientUnheard(LossyRelay relay, ScheduledExecutorService timer) {
        relay.conditions(
                Direction.TO_SERVER,
                EndpointScenario.network().cutOffAfter(1, Duration.ofSeconds(1)).build());
    }

    /** The client's port changes after a second, and then every five. */
    static void ports(LossyRelay relay, ScheduledExecutorService timer) {
        every(timer, relay::rebind);
    }

    private interface Rebinding {
        void rebind() throws IOException;
    }

    private static void every(ScheduledExecutorService timer, Rebinding rebinding) {
        timer.scheduleAtFixedRate(
                () -> {
                    try {
                        rebinding.rebind();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                1,
                5,
                TimeUnit.SECONDS);
    }
}
