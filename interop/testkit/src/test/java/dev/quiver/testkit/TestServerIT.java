package dev.quiver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.internal.client.Answer;
import dev.quiver.testkit.internal.client.NettyClient;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handlers, back-pressure, and the ends of a server. */
class TestServerIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static NettyClient client(TestServer server) throws Exception {
        return new NettyClient(server.address(), server.root());
    }

    @Test
    void handlersMayBlockAndManyAtOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        try (TestServer server = TestServer.newBuilder()
                        .route("/together", (request, response) -> {
                            all.countDown();
                            boolean met = all.await(20, TimeUnit.SECONDS);
                            response.send(200, met + " " + request.readAll().get().length);
                        })
                        .start();
                NettyClient client = client(server)) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.send("POST", "/together", Fields.EMPTY, i * 1000L, Fields.EMPTY));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).await().text()).isEqualTo("true " + i * 1000);
            }
        }
    }

    @Test
    void aFailingHandlerIsAnsweredWhileThatIsPossible() throws Exception {
        try (TestServer server = TestServer.newBuilder()
                        .route("/early", (request, response) -> {
                            throw new IllegalStateException("no wish to");
                        })
                        .route("/late", (request, response) -> {
                            response.head(200, Fields.EMPTY);
                            throw new IOException("changed my mind");
                        })
                        .route("/below/*", (request, response) -> response.send(200, request.path()))
                        .otherwise((request, response) -> response.send(410, "gone"))
                        .start();
                NettyClient client = client(server)) {
            Answer early = client.get("/early").await();
            assertThat(early.status()).isEqualTo(500);
            assertThat(early.text()).isEqualTo("no wish to\n");
            assertThat(client.get("/late").await().resetCode()).hasValue(0x102);
            assertThat(client.get("/below/a/b?c").await().text()).isEqualTo("/below/a/b");
            assertThat(client.get("/elsewhere").await().status()).isEqualTo(410);
        }
    }

    @Test
    void callsOutOfTurnAreRefused() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        try (TestServer server = TestServer.newBuilder()
                        .route("/turns", (request, response) -> {
                            assertThatThrownBy(() -> response.write(ByteBuffer.allocate(1)))
                                    .hasMessage("write is not possible before the head");
                            response.send(200, "ok");
                            assertThatThrownBy(response::end).hasMessage("end is not possible after the end");
                            said.complete("both");
                        })
                        .start();
                NettyClient client = client(server)) {
            assertThat(client.get("/turns").await().text()).isEqualTo("ok");
            assertThat(said).succeedsWithin(SOON);
        }
    }

    @Test
    void aSlowHandlerStallsTheClient() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (TestServer server = TestServer.newBuilder()
                        .windows(100_000, 1_000_000)
                        .route("/picky", (request, response) -> {
                            request.read().get();
                            go.await();
                            response.send(200, "" + request.drain().get());
                        })
                        .start();
                NettyClient client = client(server)) {
            Answer answer = client.send("POST", "/picky", Fields.EMPTY, 5_000_000, Fields.EMPTY);
            server.awaitRequest(r -> r.bodyBytes() > 0, SOON);
            assertThat(client.get("/bytes/1000000").await().isTestBytes(1_000_000))
                    .isTrue();
            assertThat(answer.sent()).isNotDone();
            long first = server.requests().get(0).bodyBytes();
            assertThat(first).isLessThanOrEqualTo(65_536);

            go.countDown();
            assertThat(answer.await().text()).isEqualTo("" + (5_000_000 - first));
        }
    }

    @Test
    void aSlowClientStallsTheServer() throws Exception {
        try (TestServer server = TestServer.start();
                NettyClient client = client(server)) {
            Answer answer = NettyClient.newAnswer();
            QuicStreamChannel stream = client.paused(answer, "/bytes/10000000000");
            server.awaitRequest(r -> r.responseBytes() >= NettyClient.STREAM_WINDOW / 2, SOON);
            assertThat(client.get("/bytes/5000000").await().isTestBytes(5_000_000))
                    .isTrue();
            assertThat(server.requests().get(0).responseBytes()).isLessThanOrEqualTo(NettyClient.STREAM_WINDOW);

            // RESET_STREAM has no meaning for a finished request: STOP_SENDING alone ends it.
            stream.shutdownInput(0x10c);
            server.awaitRequest(r -> r.outcome() == Outcome.STOPPED_BY_CLIENT, SOON);
            assertThat(client.get("/").await().status()).isEqualTo(200);
        }
    }

    @Test
    void aResetUploadIsSeenWithItsCode() throws Exception {
        try (TestServer server = TestServer.start();
                NettyClient client = client(server)) {
            QuicStreamChannel stream = client.unfinished(NettyClient.newAnswer(), "/upload", 10_000);
            server.awaitRequest(r -> r.bodyBytes() == 10_000, SOON);
            stream.shutdownOutput(0x10c);

            RequestRecord seen = server.awaitRequest(r -> r.outcome() == Outcome.RESET_BY_CLIENT, SOON);
            assertThat(seen.code()).hasValue(0x10c);
            assertThat(seen.bodyEnded()).isFalse();
        }
    }

    @Test
    void closingSaysSo() throws Exception {
        TestServer server = TestServer.start();
        try (server;
                NettyClient client = client(server)) {
            client.get("/").await();
            assertThat(server.connections()).isEqualTo(1);
            server.close();
            var event = client.closed().get(30, TimeUnit.SECONDS).orElseThrow();
            assertThat(event.error()).isEqualTo(0x100);
            assertThat(event.isApplicationClose()).isTrue();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void killingSaysNothing() throws Exception {
        TestServer server = TestServer.start();
        try (server;
                NettyClient client = new NettyClient(server.address(), server.root(), 1000)) {
            Answer answer = client.get("/slow?bytes=100000&chunk=10&delayMs=50");
            answer.status();
            server.kill();
            assertThat(client.closed().get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(client.timedOut()).isTrue();
            assertThat(answer.await().fin()).isFalse();
            assertThat(server.requests().get(0).outcome()).isEqualTo(Outcome.CONNECTION_LOST);
        }
    }

    @Test
    void goAwayLetsRequestsUnderWayFinish() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (TestServer server = TestServer.newBuilder()
                        .route("/held", (request, response) -> {
                            go.await();
                            response.send(200, "still here");
                        })
                        .start();
                NettyClient client = client(server)) {
            Answer held = client.get("/held");
            server.awaitRequest(r -> r.target().equals("/held"), SOON);
            server.goAway();
            assertThat(client.goAway().get(30, TimeUnit.SECONDS)).isEqualTo(4);
            go.countDown();
            assertThat(held.await().text()).isEqualTo("still here");
        }
    }

    @Test
    void nothingRunsOnAfterTheLastServer() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (TestServer server = TestServer.newBuilder()
                        .route("/x", (request, response) -> response.send(200, "x"))
                        .start();
                NettyClient client = client(server)) {
            client.get("/x").await();
            assertThat(running(before)).isNotEmpty();
        }
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!running(before).isEmpty()) {
            assertThat(System.nanoTime()).as(running(before).toString()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<Thread> running(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("quiver-") && !before.contains(t))
                .toList();
    }

    @Test
    void theSamePortCannotBeHadTwice() throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThatThrownBy(() -> TestServer.newBuilder()
                            .port(server.address().getPort())
                            .start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(server.address().getPort()));
        }
    }

    @Test
    void rawBytesPassAllFraming() throws Exception {
        try (TestServer server = TestServer.newBuilder()
                        .route("/raw", (request, response) -> {
                            // An unknown frame of five bytes.
                            response.raw(StandardCharsets.US_ASCII.encode("!\5hello"))
                                    .get();
                            response.end();
                        })
                        .start();
                NettyClient client = client(server)) {
            assertThat(client.get("/raw").await().wire())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("!\5hello");
        }
    }
}
