package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.HandshakeReport;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of the JDK's expects of a GET, over HTTP/3. */
@QuiverServer
class GetIT {
    @Test
    void aResponseTellsItsStory(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = Clients.text(client, server, "/headers?x=1");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith("GET /headers?x=1\nhost: localhost:");
            assertThat(response.protocol()).isEqualTo(Protocol.H3);
            assertThat(response.version().name()).isIn("HTTP_3", "HTTP_2");
            assertThat(response.uri()).isEqualTo(server.uri("/headers?x=1"));
            assertThat(response.previousResponse()).isEmpty();
            assertThat(response.route().winner()).isEqualTo(Route.Via.QUIC);
            HandshakeReport handshake = response.handshake();
            assertThat(handshake.alpn()).isEqualTo("h3");
            assertThat(handshake.presentedChain().get(0))
                    .isEqualTo(server.certificate().chain().get(0));
            assertThat(response.sslSession().orElseThrow().getPeerCertificates()[0])
                    .isEqualTo(server.certificate().chain().get(0));
            assertThat(response.metrics().handshake()).isPositive();
            assertThat(response.metrics().firstByte()).isPositive();
            assertThat(response.metrics().total())
                    .isGreaterThanOrEqualTo(response.metrics().firstByte());
            assertThat(response.metrics().responseBytes())
                    .isEqualTo(response.body().length());

            H3Response<String> second = Clients.text(client, server, "/headers");
            assertThat(second.metrics().handshake())
                    .as("the connection was there")
                    .isNull();
            assertThat(server.connectionsSoFar() - before).isEqualTo(1);
        }
    }

    @Test
    void thePeersStreamsAreThoseThatWereSeen(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = Clients.text(client, server, "/bytes/10");
            for (int i = 0; i < 50 && response.peerStreams().size() < 3; i++) {
                Clients.text(client, server, "/bytes/10");
            }
            assertThat(response.peerStreams())
                    .containsExactly(
                            new PeerStream(3, "control"),
                            new PeerStream(7, "qpack-encoder"),
                            new PeerStream(11, "qpack-decoder"));
        }
    }

    @Test
    void everyBodyHandlerOfTheJdk(TestServer server, @TempDir Path dir) throws Exception {
        try (H3Client client = Clients.of(server)) {
            HttpRequest request = Clients.get(server, "/bytes/300000");
            byte[] expected = TestBytes.first(300_000);
            assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(expected);
            Path file =
                    client.send(request, BodyHandlers.ofFile(dir.resolve("f"))).body();
            assertThat(Files.readAllBytes(file)).isEqualTo(expected);
            try (InputStream in =
                    client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(in.readAllBytes()).isEqualTo(expected);
            }
            assertThat(client.send(request, BodyHandlers.replacing("x")).body()).isEqualTo("x");
            assertThat(client.send(request, BodyHandlers.discarding()).body()).isNull();
            assertThat(client.send(request, BodyHandlers.buffering(BodyHandlers.ofByteArray(), 1000))
                            .body())
                    .isEqualTo(expected);
            Flow.Publisher<List<ByteBuffer>> publisher =
                    client.send(request, BodyHandlers.ofPublisher()).body();
            Collector collector = new Collector();
            publisher.subscribe(collector);
            assertThat(collector.result.get()).isEqualTo(expected);
            Collector direct = new Collector();
            client.send(request, BodyHandlers.fromSubscriber(direct));
            assertThat(direct.result.get()).isEqualTo(expected);
            java.io.ByteArrayOutputStream consumed = new java.io.ByteArrayOutputStream();
            client.send(request, BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(consumed::writeBytes)));
            assertThat(consumed.toByteArray()).isEqualTo(expected);

            HttpRequest text = Clients.get(server, "/headers");
            List<String> lines =
                    client.send(text, BodyHandlers.ofLines()).body().toList();
            assertThat(lines).contains("GET /headers");
            Lines subscriber = new Lines();
            client.send(text, BodyHandlers.fromLineSubscriber(subscriber));
            assertThat(subscriber.lines).contains("GET /headers");
        }
    }

    @Test
    void headAndStatusesWithoutContent(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            HttpResponse<byte[]> head = client.send(
                    Clients.request(server, "/bytes/1000")
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(head.headers().firstValueAsLong("content-length")).hasValue(1000);
            assertThat(head.body()).isEmpty();
            for (int status : new int[] {204, 205, 304, 404, 599}) {
                assertThat(Clients.text(client, server, "/status/" + status).statusCode())
                        .isEqualTo(status);
            }
        }
    }

    @Test
    void sendAsyncKeepsTheJdksType(TestServer server) {
        try (H3Client client = Clients.of(server)) {
            HttpResponse<String> response = client.sendAsync(Clients.get(server, "/bytes/5"), BodyHandlers.ofString())
                    .thenApply(r -> r)
                    .join();
            assertThat(response).isInstanceOf(H3Response.class);
        }
    }

    @Test
    void credentialsAreNeverIndexedAndArrive(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            client.send(
                    Clients.request(server, "/bytes/1")
                            .header("Authorization", "Bearer x")
                            .header("Cookie", "a=b")
                            .build(),
                    BodyHandlers.discarding());
            RequestRecord seen = server.awaitRequest(r -> true, Clients.PATIENCE);
            assertThat(seen.fields().first("authorization")).contains("Bearer x");
            assertThat(seen.fields().first("cookie")).contains("a=b");
            assertThat(seen.fields().first("user-agent")).isPresent();
        }
    }

    private static final class Lines implements Flow.Subscriber<String> {
        private final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String item) {
            lines.add(item);
        }

        @Override
        public void onError(Throwable throwable) {
            lines.add("error " + throwable);
        }

        @Override
        public void onComplete() {}
    }
}
