package dev.quiver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.internal.client.Answer;
import dev.quiver.testkit.internal.client.NettyClient;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.junit.ThroughRelay;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The server behind a bad network. */
@QuiverServer
class ThroughRelayIT {
    @Test
    void everythingArrivesThroughLossDisorderAndDamage(
            TestServer server,
            @ThroughRelay(
                            seed = 3,
                            drop = 0.02,
                            duplicate = 0.02,
                            reorder = 0.02,
                            corrupt = 0.01,
                            delayMs = 2,
                            jitterMs = 1)
                    LossyRelay relay)
            throws Exception {
        try (NettyClient client = new NettyClient(relay.address(), server.root())) {
            assertThat(client.get("/bytes/2000000").await().isTestBytes(2_000_000))
                    .isTrue();
            Answer up = client.send("POST", "/upload", Fields.EMPTY, 1_000_000, Fields.EMPTY)
                    .await();
            assertThat(up.text()).isEqualTo("1000000 " + TestBytes.sha256(1_000_000) + "\n");
        }
        var down = relay.counts(Direction.TO_CLIENT);
        assertThat(down.dropped()).isPositive();
        assertThat(down.duplicated()).isPositive();
        assertThat(down.reordered()).isPositive();
        assertThat(down.corrupted()).isPositive();
        assertThat(down.bytesReceived()).isGreaterThan(2_000_000);
    }

    @Test
    void theServerFollowsAClientWhoseAddressChanges(TestServer server, LossyRelay relay) throws Exception {
        try (NettyClient client = new NettyClient(relay.address(), server.root())) {
            Answer answer = client.get("/slow?bytes=100000&chunk=2000&delayMs=10");
            server.awaitRequest(r -> r.responseBytes() > 10_000, Duration.ofSeconds(30));
            relay.rebind();
            // A server moves only when it hears from the new address.
            assertThat(client.get("/").await().status()).isEqualTo(200);
            assertThat(answer.await().isTestBytes(100_000)).isTrue();
            assertThat(server.connectionsSoFar()).isEqualTo(1);
        }
    }

    @Test
    @QuiverServer(idleTimeoutMs = 700)
    void aClientThatVanishesTimesOut(TestServer server, LossyRelay relay) throws Exception {
        try (NettyClient client = new NettyClient(relay.address(), server.root())) {
            client.get("/never");
            server.awaitRequest(r -> r.target().equals("/never"), Duration.ofSeconds(30));
            relay.cutOff();
            server.awaitRequest(r -> r.outcome() == Outcome.CONNECTION_LOST, Duration.ofSeconds(30));
            assertThat(relay.counts(Direction.TO_SERVER).received()).isPositive();
        }
    }
}
