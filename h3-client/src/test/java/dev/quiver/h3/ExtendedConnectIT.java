package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.CapsuleStream.Capsule;
import dev.quiver.quic.DatagramException;
import dev.quiver.quic.DatagramException.Reason;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Extended CONNECT, capsules and HTTP datagrams against the testkit's server. */
@Timeout(120)
class ExtendedConnectIT {
    private static TestServer server;
    private static H3Client client;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.newBuilder()
                .route("/stray", (request, response) -> {
                    // Stream 4000 is open to nobody; stream 0 is this connection's first request.
                    response.rawDatagram(ByteBuffer.wrap(new byte[] {0x43, (byte) 0xe8, 1}));
                    response.head(200, dev.quiver.testkit.Fields.EMPTY)
                            .thenCompose(v -> response.datagram(text("for you")));
                    request.readAll().thenCompose(all -> response.end());
                })
                .route("/short", (request, response) -> response.rawDatagram(ByteBuffer.wrap(new byte[] {(byte) 0x80})))
                .route("/to-a-get", (request, response) -> response.datagram(text("what for?")))
                .start();
        client = Clients.of(server);
    }

    @AfterAll
    static void stop() {
        // Not in good order: what a failed test left open would be waited for.
        client.shutdownNow();
        client.close();
        server.close();
    }

    private static ByteBuffer text(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static ConnectStream open(String path) throws Exception {
        return get(client.connect(
                ExtendedConnect.newBuilder(server.uri(path), "quiver-echo").build()));
    }

    @Test
    void bytesGoBothWays() throws Exception {
        try (ConnectStream stream = open("/connect")) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            get(stream.send(text("hello")));
            assertThat(StandardCharsets.UTF_8.decode(get(stream.receive())).toString())
                    .isEqualTo("hello");
            stream.finish();
            assertThat(get(stream.receive())).isNull();
            assertThatThrownBy(() -> get(stream.send(text("late")))).hasCauseInstanceOf(IOException.class);
        }
        assertThat(server.requests())
                .anySatisfy(seen -> assertThat(seen.method()).isEqualTo("CONNECT"));
    }

    @Test
    void capsulesGoBothWaysAndUnknownOnesAreSkipped() throws Exception {
        try (ConnectStream stream = open("/connect")) {
            CapsuleStream capsules = stream.capsules(100, 7);
            get(capsules.send(7, text("one")));
            get(capsules.send(0x1234567, ByteBuffer.allocate(100_000)));
            get(capsules.send(CapsuleStream.DATAGRAM, text("reliable")));
            get(capsules.send(7, text("")));
            Capsule one = get(capsules.receive());
            assertThat(one.type()).isEqualTo(7);
            assertThat(StandardCharsets.UTF_8.decode(one.value()).toString()).isEqualTo("one");
            assertThat(get(capsules.receive()).value().remaining()).isZero();
            assertThat(StandardCharsets.UTF_8
                            .decode(get(stream.datagrams().receive()))
                            .toString())
                    .isEqualTo("reliable");
            assertThatThrownBy(stream::receive).isInstanceOf(IllegalStateException.class);
            get(capsules.send(7, ByteBuffer.allocate(101)));
            assertThatThrownBy(() -> get(capsules.receive())).hasCauseInstanceOf(ConnectStream.CapsuleException.class);
        }
    }

    @Test
    void datagramsGoBothWaysUpToTheirLimit() throws Exception {
        try (ConnectStream stream = open("/connect")) {
            HttpDatagrams datagrams = stream.datagrams();
            int most = datagrams.maxSize().getAsInt();
            assertThat(most).isBetween(1000, 1500);
            CompletableFuture<ByteBuffer> coming = datagrams.receive();
            get(datagrams.send(text("ping")));
            assertThat(StandardCharsets.UTF_8.decode(get(coming)).toString()).isEqualTo("ping");
            get(datagrams.send(ByteBuffer.allocate(0)));
            assertThat(get(datagrams.receive()).remaining()).isZero();
            Throwable refused = catchThrowable(() -> get(datagrams.send(ByteBuffer.allocate(70_000))));
            assertThat(refused)
                    .cause()
                    .isInstanceOfSatisfying(
                            DatagramException.class,
                            why -> assertThat(why.reason()).isEqualTo(Reason.TOO_LARGE));
            assertThat(datagrams.counts().received()).isEqualTo(2);
        }
    }

    @Test
    void aDatagramForNobodyIsDroppedAndCounted() throws Exception {
        try (H3Client own = Clients.of(server);
                ConnectStream stream = get(own.connect(
                        ExtendedConnect.newBuilder(server.uri("/stray"), "x").build()))) {
            assertThat(StandardCharsets.UTF_8
                            .decode(get(stream.datagrams().receive()))
                            .toString())
                    .isEqualTo("for you");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (stream.datagrams().counts().unclaimed() == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(stream.datagrams().counts().unclaimed()).isEqualTo(1);
        }
    }

    @Test
    void aDatagramWithoutAWholeIdEndsTheConnection() {
        H3Exception failure = Clients.failure(client, server, "/short");
        assertThat(failure.h3Code()).isEqualTo(H3ErrorCode.H3_DATAGRAM_ERROR);
        assertThat(failure.scope()).isEqualTo(dev.quiver.quic.ErrorScope.CONNECTION);
    }

    @Test
    void aDatagramForAnOrdinaryRequestEndsTheRequest() throws Exception {
        H3Exception failure = Clients.failure(client, server, "/to-a-get");
        assertThat(failure.h3Code()).isEqualTo(H3ErrorCode.H3_DATAGRAM_ERROR);
        assertThat(failure.scope()).isEqualTo(dev.quiver.quic.ErrorScope.STREAM);
        assertThat(Clients.text(client, server, "/status/200").statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusalIsReadable() {
        assertThat(catchThrowable(() -> open("/status/403")))
                .cause()
                .isInstanceOfSatisfying(ConnectRefusedException.class, refused -> {
                    assertThat(refused.response().statusCode()).isEqualTo(403);
                    assertThat(refused.response().body()).asString().isEqualTo("status 403\n");
                });
    }

    @Test
    void aReaderThatDoesNotReadStallsTheServer() throws Exception {
        try (ConnectStream stream = open("/connect")) {
            // The echo cannot say it back while nobody reads, and then takes no more itself.
            CompletableFuture<Void> sent;
            long bytes = 0;
            do {
                sent = stream.send(ByteBuffer.allocate(64 << 10));
                bytes += 64 << 10;
            } while (taken(sent) && bytes < 64 << 20);
            assertThat(bytes).isLessThan(64 << 20);
            long received = 0;
            while (received < bytes) {
                received += get(stream.receive()).remaining();
            }
            get(sent);
        }
    }

    /** False if it is not taken while nothing else happens. */
    private static boolean taken(CompletableFuture<Void> sent) throws Exception {
        try {
            sent.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stalled) {
            return false;
        }
    }
}
