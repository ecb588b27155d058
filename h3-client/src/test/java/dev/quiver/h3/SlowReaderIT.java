package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.FlowControl;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A reader that does not ask stalls the server at the window; other streams go on. */
@QuiverServer
class SlowReaderIT {
    private static final long WINDOW = 256 << 10;

    @Test
    void stallsTheServerAndNobodyElse(TestServer server) throws Exception {
        FlowControl windows = new FlowControl(8 << 20, WINDOW, WINDOW, 64 << 10, 0, 100);
        try (H3Client client = Clients.builder(server).flowControl(windows).build()) {
            Collector collector = new Collector(false);
            long size = 16 << 20;
            var done = client.sendAsync(Clients.get(server, "/bytes/" + size), BodyHandlers.fromSubscriber(collector));
            Flow.Subscription subscription = collector.subscribed.get(20, TimeUnit.SECONDS);
            long stalled = -1;
            while (stalled != sent(server)) {
                // As long as it moves: other requests take the time to look again.
                stalled = sent(server);
                for (int i = 0; i < 200; i++) {
                    other(client, server);
                }
            }
            assertThat(stalled).isPositive().isLessThan(4L << 20);
            assertThat(collector.received).isZero();
            subscription.request(1);
            while (sent(server) == stalled) {
                other(client, server);
            }
            subscription.request(Long.MAX_VALUE);
            done.get(60, TimeUnit.SECONDS);
            assertThat(collector.received).isEqualTo(size);
        }
    }

    private static void other(H3Client client, TestServer server) throws Exception {
        assertThat(client.send(Clients.get(server, "/bytes/1000?other"), BodyHandlers.ofByteArray())
                        .body())
                .hasSize(1000);
    }

    private static long sent(TestServer server) {
        return server.requests().stream()
                .filter(r -> !r.target().endsWith("other"))
                .mapToLong(RequestRecord::responseBytes)
                .sum();
    }
}
