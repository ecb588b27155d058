package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Requests from many threads, in bursts of every size and with every gap, to one connection. Each burst is awaited before
 * the same thread's next: a request that was left lying until the next one came would never be answered.
 */
@QuiverServer
class ManyCallersIT {
    private static final int CALLERS = 6;
    private static final int BURSTS = 60;

    @Test
    void everyBurstIsAnswered(TestServer server) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (H3Client client = Clients.of(server)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(i);
                all.add(callers.submit(() -> call(client, server, random)));
            }
            for (Future<Integer> caller : all) {
                assertThat(caller.get(120, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(BURSTS);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static int call(H3Client client, TestServer server, Random random) throws Exception {
        int answered = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
            int size = 1 + random.nextInt(12);
            for (int i = 0; i < size; i++) {
                CompletableFuture<HttpResponse<byte[]>> first =
                        client.sendAsync(Clients.get(server, "/bytes/7"), BodyHandlers.ofByteArray());
                // Half of them ask again from where the answer was heard.
                responses.add(
                        random.nextBoolean()
                                ? first
                                : first.thenCompose(r -> client.sendAsync(
                                        Clients.get(server, "/bytes/" + r.body().length), BodyHandlers.ofByteArray())));
                if (random.nextInt(4) == 0) {
                    LockSupport.parkNanos(random.nextInt(200_000));
                }
            }
            for (CompletableFuture<HttpResponse<byte[]>> response : responses) {
                assertThat(response.get(60, TimeUnit.SECONDS).body()).hasSize(7);
                answered++;
            }
        }
        return answered;
    }
}
