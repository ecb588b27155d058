package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client ends when it is told to, and leaves nothing behind. */
@QuiverServer
class LifeCycleIT {
    @Test
    void shutdownLetsWhatIsUnderWayFinish(TestServer server) throws Exception {
        H3Client client = Clients.of(server);
        var slow = client.sendAsync(
                Clients.get(server, "/slow?bytes=5000&chunk=500&delayMs=50"), BodyHandlers.ofByteArray());
        server.awaitRequest(r -> true, Clients.PATIENCE);
        client.shutdown();
        assertThat(client.isTerminated()).isFalse();
        assertThatThrownBy(() -> Clients.text(client, server, "/")).isInstanceOf(IOException.class);
        assertThat(slow.get(20, TimeUnit.SECONDS).body()).hasSize(5000);
        assertThat(client.awaitTermination(Duration.ofSeconds(20))).isTrue();
        assertThat(client.isTerminated()).isTrue();
    }

    @Test
    void shutdownNowCancels(TestServer server) throws Exception {
        H3Client client = Clients.of(server);
        var never = client.sendAsync(Clients.get(server, "/never"), BodyHandlers.ofByteArray());
        server.awaitRequest(r -> true, Clients.PATIENCE);
        client.shutdownNow();
        assertThatThrownBy(() -> never.get(20, TimeUnit.SECONDS))
                .isNotInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(client.awaitTermination(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void sendSaysThatItWasCancelledWithItsClient(TestServer server) throws Exception {
        H3Client client = Clients.of(server);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread sender = new Thread(() -> thrown.complete(
                catchThrowable(() -> client.send(Clients.get(server, "/never?sends"), BodyHandlers.ofByteArray()))));
        sender.start();
        server.awaitRequest(r -> r.target().endsWith("?sends"), Clients.PATIENCE);
        client.shutdownNow();
        assertThat(thrown.get(30, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cancelled");
    }

    @Test
    void aClientThatWasNeverUsed() {
        H3Client client = H3Client.newH3Client();
        client.close();
        assertThat(client.isTerminated()).isTrue();
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        TestServer server = TestServer.start();
        try (H3Client client = Clients.of(server)) {
            Clients.text(client, server, "/bytes/10");
        }
        server.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (threads() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("quiver-h3")))
                .isEmpty();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quiver-h3"))
                .count();
    }
}
