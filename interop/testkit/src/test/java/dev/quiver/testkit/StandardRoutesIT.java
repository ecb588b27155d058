package dev.quiver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.internal.client.Answer;
import dev.quiver.testkit.internal.client.NettyClient;
import dev.quiver.testkit.junit.QuiverServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes that behave, seen by a client that shares nothing with the server but Netty's codec. */
@QuiverServer
class StandardRoutesIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private TestServer server;
    private NettyClient client;

    @BeforeEach
    void connect(TestServer server) throws Exception {
        this.server = server;
        client = new NettyClient(server.address(), server.root());
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
    }

    private Answer post(String path, long bytes) throws Exception {
        return client.send("POST", path, Fields.EMPTY, bytes, Fields.EMPTY).await();
    }

    @Test
    void controlAndQpackStreamsAreThreeSevenAndEleven() throws Exception {
        assertThat(client.get("/").await().status()).isEqualTo(200);
        assertThat(client.settings().get(30, TimeUnit.SECONDS)).containsEntry(0x06L, 1L << 20);

        assertThat(client.peerStreams()).isEqualTo(Map.of(3L, 0x00, 7L, 0x02, 11L, 0x03));
    }

    @Test
    void pagesAndStatuses() throws Exception {
        assertThat(client.get("/").await().text()).contains("/bytes/N");
        assertThat(client.get("/nowhere").await().status()).isEqualTo(404);
        assertThat(client.get("/status/503").await().status()).isEqualTo(503);
        Answer none = client.get("/status/204").await();
        assertThat(none.status()).isEqualTo(204);
        assertThat(none.bodyBytes()).isZero();
        assertThat(client.get("/status/99").await().status()).isEqualTo(400);
        assertThat(client.get("/bytes/lots").await().text()).contains("/bytes/N must be a number");
        Answer moved = client.get("/redirect?to=https%3A%2F%2Flocalhost%2Fx&status=308")
                .await();
        assertThat(moved.status()).isEqualTo(308);
        assertThat(moved.fields().first("location")).contains("https://localhost/x");
    }

    @Test
    void bytesAreTheSameEverywhere() throws Exception {
        assertThat(client.get("/bytes/0").await().isTestBytes(0)).isTrue();
        assertThat(client.get("/bytes/1").await().isTestBytes(1)).isTrue();
        Answer large = client.get("/bytes/20000000").await();
        assertThat(large.isTestBytes(20_000_000)).isTrue();
        assertThat(large.fields().first("content-length")).contains("20000000");
        assertThat(client.get("/digest/20000000").await().text()).isEqualTo(TestBytes.sha256(20_000_000) + "\n");
        Answer head =
                client.send("HEAD", "/bytes/100", Fields.EMPTY, 0, Fields.EMPTY).await();
        assertThat(head.fields().first("content-length")).contains("100");
        assertThat(head.bodyBytes()).isZero();
    }

    @Test
    void echoStreamsTheBodyAndItsTrailersBack() throws Exception {
        Answer answer = client.send(
                        "PUT", "/echo", Fields.of("content-type", "x/y"), 5_000_000, Fields.of("x-end", "yes"))
                .await();

        assertThat(answer.isTestBytes(5_000_000)).isTrue();
        assertThat(answer.fields().first("content-type")).contains("x/y");
        assertThat(answer.trailers()).isEqualTo(Fields.of("x-end", "yes"));
        RequestRecord seen = server.awaitRequest(r -> r.outcome() == Outcome.ANSWERED && r.bodyEnded(), SOON);
        assertThat(seen.method()).isEqualTo("PUT");
        assertThat(seen.bodyBytes()).isEqualTo(5_000_000);
        assertThat(seen.bodySha256()).isEqualTo(TestBytes.sha256(5_000_000));
        assertThat(seen.responseBytes()).isEqualTo(5_000_000);
        assertThat(seen.trailers()).isEqualTo(Fields.of("x-end", "yes"));
        assertThat(seen.status()).hasValue(200);
    }

    @Test
    void uploadAnswersWithLengthAndDigest() throws Exception {
        assertThat(post("/upload", 30_000_000).text()).isEqualTo("30000000 " + TestBytes.sha256(30_000_000) + "\n");
        assertThat(post("/upload", 0).text()).isEqualTo("0 " + TestBytes.sha256(0) + "\n");
    }

    @Test
    void fieldsTrailersAndEarlyHints() throws Exception {
        Answer headers = client.send("GET", "/headers?q=1", Fields.of("x-one", "1", "x-one", "2"), 0, Fields.EMPTY)
                .await();
        assertThat(headers.text()).isEqualTo("GET /headers?q=1\nhost: localhost\nx-one: 1\nx-one: 2\n");
        Answer trailers = client.get("/trailers").await();
        assertThat(trailers.text()).isEqualTo("trailers follow\n");
        assertThat(trailers.trailers()).isEqualTo(Fields.of("x-checksum", "deadbeef", "x-count", "16"));
        Answer hints = client.get("/early-hints").await();
        assertThat(hints.informational()).containsExactly(103);
        assertThat(hints.text()).isEqualTo("hinted\n");
    }

    @Test
    void slowBodiesComeALittleAtATime() throws Exception {
        long begin = System.nanoTime();
        Answer slow = client.get("/slow?bytes=2500&chunk=1000&delayMs=30").await();

        assertThat(slow.isTestBytes(2500)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(90));
    }

    @Test
    void largeHeadsPassBothWays() throws Exception {
        Answer big = client.get("/big-headers?bytes=262144").await();
        long size = big.fields().entries().stream()
                .filter(f -> f.name().startsWith("x-big-"))
                .mapToLong(f -> f.name().length() + f.value().length() + 32)
                .sum();
        assertThat(size).isEqualTo(262_144);

        Fields large = Fields.EMPTY;
        for (int i = 0; i < 64; i++) {
            large = large.with("x-large", "v".repeat(4000));
        }
        Answer sent = client.send("GET", "/headers", large, 0, Fields.EMPTY).await();
        assertThat(sent.bodyBytes()).isGreaterThan(256_000);
    }

    @Test
    void manyRequestsShareAConnectionOfAHundredStreams() throws Exception {
        int sent = 0;
        while (sent < 1000) {
            List<Answer> answers = new ArrayList<>();
            for (long credit = awaitCredit(); credit > 0 && sent < 1000; credit--) {
                answers.add(client.get("/bytes/" + sent++));
            }
            assertThat(answers).hasSizeLessThanOrEqualTo(100);
            for (Answer answer : answers) {
                assertThat(answer.await().isTestBytes(answer.bodyBytes())).isTrue();
            }
        }
        assertThat(server.requests()).hasSize(1000);
    }

    private long awaitCredit() {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (client.streamCredit() == 0) {
            assertThat(System.nanoTime()).as("no credit").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return client.streamCredit();
    }
}
