package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Many requests, a third of them cancelled at a random moment: in the queue, with the head under way, in the body, when over.
 * Each ends, the rest is whole, and nothing stays behind. {@code -Dquiver.random.cancels=10000} for more.
 */
class RandomCancelIT {
    private static final int REQUESTS = Integer.getInteger("quiver.random.cancels", 1_500);
    private static final int AT_ONCE = 100;
    private static final int BODY = 20_000;

    @Test
    void leaveNothingBehind() throws Exception {
        Random random = new Random(7);
        AtomicLong cancelled = new AtomicLong();
        AtomicLong served = new AtomicLong();
        H3Client client;
        try (TestServer server =
                TestServer.newBuilder().maxStreams(20).requestLog(10).start()) {
            client = Clients.of(server);
            Semaphore places = new Semaphore(AT_ONCE);
            List<CompletableFuture<?>> all = new ArrayList<>();
            List<CompletableFuture<HttpResponse<byte[]>>> doomed = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(places.tryAcquire(30, TimeUnit.SECONDS))
                        .as("request " + i + " gets a place")
                        .isTrue();
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(server.uri(i % 4 == 0 ? "/echo" : "/bytes/" + BODY));
                if (i % 4 == 0) {
                    request.POST(BodyPublishers.ofByteArray(new byte[BODY]));
                }
                CompletableFuture<HttpResponse<byte[]>> response =
                        client.sendAsync(request.build(), BodyHandlers.ofByteArray());
                all.add(response.handle((whole, failure) -> {
                    places.release();
                    if (failure == null) {
                        served.incrementAndGet();
                        assertThat(whole.body()).hasSize(BODY);
                    } else {
                        assertThat(failure).isInstanceOf(CancellationException.class);
                        cancelled.incrementAndGet();
                    }
                    return null;
                }));
                if (random.nextInt(3) == 0) {
                    doomed.add(response);
                }
                while (!doomed.isEmpty() && (random.nextInt(4) != 0 || doomed.size() > 40)) {
                    doomed.remove(random.nextInt(doomed.size())).cancel(true);
                }
            }
            doomed.forEach(response -> response.cancel(true));
            for (CompletableFuture<?> each : all) {
                ended(each);
            }
            assertThat(served.get() + cancelled.get()).isEqualTo(REQUESTS);
            assertThat(cancelled.get()).isGreaterThan(REQUESTS / 10);
            // Every stream's place is free again: as many as the server allows, at once.
            List<CompletableFuture<HttpResponse<byte[]>>> after = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                after.add(client.sendAsync(
                        HttpRequest.newBuilder(server.uri("/bytes/10")).build(), BodyHandlers.ofByteArray()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> each : after) {
                assertThat(each.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            // In good order: it waits for all that is under way, and would for ever for what was forgotten.
            client.shutdown();
            assertThat(client.awaitTermination(Clients.PATIENCE)).isTrue();
        }
        long until = System.nanoTime() + Clients.PATIENCE.toNanos();
        while (!threads().isEmpty() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(threads()).isEmpty();
    }

    private static void ended(CompletableFuture<?> each) throws Exception {
        try {
            each.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException wrong) {
            throw new AssertionError(wrong.getCause());
        }
    }

    /** The client's own. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("quiver-h3"))
                .collect(Collectors.toList());
    }
}
