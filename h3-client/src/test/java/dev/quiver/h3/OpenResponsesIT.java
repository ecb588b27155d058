package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.FlowControl;
import dev.quiver.testkit.TestServer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Many responses open at once, each far larger than what is read of it: what waits in memory is bounded by the windows.
 * {@code -Dquiver.open.responses=1000} for the full number.
 */
class OpenResponsesIT {
    private static final int RESPONSES = Integer.getInteger("quiver.open.responses", 200);
    private static final long STREAM = 16 << 10;
    /** So much that no stream can take another's share. */
    private static final long CONNECTION = RESPONSES * STREAM;

    @Test
    void holdNoMoreThanTheWindows() throws Exception {
        FlowControl windows = new FlowControl(CONNECTION, STREAM, STREAM, 64 << 10, 0, 100);
        try (TestServer server =
                        TestServer.newBuilder().maxStreams(RESPONSES + 10).start();
                H3Client client = Clients.builder(server).flowControl(windows).build()) {
            Clients.text(client, server, "/bytes/1");
            long before = used();
            List<CompletableFuture<HttpResponse<InputStream>>> open = new ArrayList<>();
            for (int i = 0; i < RESPONSES; i++) {
                open.add(client.sendAsync(Clients.get(server, "/bytes/10000000"), BodyHandlers.ofInputStream()));
            }
            List<InputStream> bodies = new ArrayList<>();
            for (CompletableFuture<HttpResponse<InputStream>> each : open) {
                bodies.add(each.get(60, TimeUnit.SECONDS).body());
            }
            for (int round = 0; round < 3; round++) {
                for (InputStream body : bodies) {
                    assertThat(body.readNBytes(1000)).hasSize(1000);
                }
            }
            long grown = used() - before;
            System.out.println(RESPONSES + " open responses: heap grown by " + (grown >> 10) + " KiB, of "
                    + (RESPONSES * 10_000_000L >> 20) + " MiB asked for");
            // The JDK's stream takes what is there, and the server lives in this heap too: twice both bounds.
            assertThat(grown).isLessThan(2 * (CONNECTION + RESPONSES * (STREAM + (32L << 10))));
            for (InputStream body : bodies) {
                body.close();
            }
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
