package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.RequestOutcome;
import dev.quiver.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A server that rejects every tenth stream, with no other way to it: what can be sent again is answered, once; what cannot is
 * told as not processed, and was not.
 */
class BusyServerIT {
    private static final int MANY = 400;

    private final Map<String, Integer> done = new ConcurrentHashMap<>();

    @Test
    void rejectsEveryTenthStream() throws Exception {
        run(100);
    }

    @Test
    void rejectsEveryTenthAndTakesOneAtATime() throws Exception {
        run(1);
    }

    private void run(int streams) throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (TestServer server = TestServer.newBuilder()
                        .maxStreams(streams)
                        .route("/work", (request, response) -> {
                            if (count.incrementAndGet() % 10 == 0) {
                                response.reset(H3ErrorCode.H3_REQUEST_REJECTED.value());
                                return;
                            }
                            done.merge(request.target(), 1, Integer::sum);
                            request.drain().thenCompose(read -> response.send(200, "done"));
                        })
                        .start();
                H3Client client = Clients.of(server)) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(client.sendAsync(request(server, i), BodyHandlers.ofString()));
            }
            int rejected = 0;
            for (int i = 0; i < MANY; i++) {
                String target = "/work?n=" + i;
                try {
                    assertThat(all.get(i).get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
                    assertThat(done.get(target)).as(target).isEqualTo(1);
                } catch (ExecutionException e) {
                    rejected++;
                    assertThat(i % 4)
                            .as(target + " could be sent again: " + e.getCause())
                            .isEqualTo(3);
                    assertThat(e.getCause()).isInstanceOfSatisfying(H3Exception.class, known -> {
                        assertThat(known.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
                        assertThat(known.codeName()).isEqualTo("H3_REQUEST_REJECTED");
                    });
                    assertThat(done.get(target)).as(target).isNull();
                }
            }
            assertThat(rejected).as("a stream is read once").isPositive();
            assertThat(server.connectionsSoFar()).isLessThanOrEqualTo(4);
        }
    }

    /** GET, POST of bytes, GET, POST of a stream that can be read but once. */
    private static HttpRequest request(TestServer server, int i) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/work?n=" + i));
        switch (i % 4) {
            case 1 -> request.POST(BodyPublishers.ofString("bytes"));
            case 3 -> request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100])));
            default -> request.GET();
        }
        return request.build();
    }
}
