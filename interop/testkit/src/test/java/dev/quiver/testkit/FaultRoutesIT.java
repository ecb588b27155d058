package dev.quiver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.internal.client.Answer;
import dev.quiver.testkit.internal.client.NettyClient;
import dev.quiver.testkit.junit.QuiverServer;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes that misbehave, each as it says, byte for byte where that matters. */
@QuiverServer(maxStreams = 7)
class FaultRoutesIT {
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
        client.close();
    }

    private RequestRecord outcome(Outcome outcome) throws Exception {
        return server.awaitRequest(r -> r.outcome() == outcome, SOON);
    }

    @Test
    void theStreamLimitIsAsAsked() throws Exception {
        client.get("/never");
        assertThat(client.streamCredit()).isEqualTo(6);
    }

    @Test
    void resetInTheBodyAndInPlaceOfAResponse() throws Exception {
        Answer inBody = client.get("/reset?code=266&after=5000").await();
        assertThat(inBody.status()).isEqualTo(200);
        assertThat(inBody.resetCode()).hasValue(266);
        assertThat(inBody.fin()).isFalse();
        assertThat(outcome(Outcome.RESET_BY_SERVER).code()).hasValue(266);

        Answer atOnce = client.get("/reset?code=267&after=-1").await();
        assertThat(atOnce.resetCode()).hasValue(267);
        assertThat(atOnce.wire()).isEmpty();
    }

    @Test
    void stopSendingEndsTheUploadAndTheAnswerIsWhole() throws Exception {
        Answer answer = client.send("POST", "/stop?after=100000", Fields.EMPTY, 1L << 40, Fields.EMPTY);

        assertThat(answer.await().text()).isEqualTo("stopped\n");
        assertThat(answer.fin()).isTrue();
        assertThat(answer.sent())
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ChannelOutputShutdownException.class);
        assertThat(outcome(Outcome.ANSWERED).bodyBytes()).isBetween(100_000L, 10_000_000L);
    }

    @Test
    void anUnwantedBodyIsStoppedAfterTheAnswer() throws Exception {
        Answer answer = client.send("POST", "/status/413", Fields.EMPTY, 1L << 40, Fields.EMPTY);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.sent())
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ChannelOutputShutdownException.class);
    }

    @Test
    void goAwayNamesTheNextStreamAndLaterRequestsAreRejected() throws Exception {
        assertThat(client.get("/goaway").await().text()).isEqualTo("goodbye\n");
        assertThat(client.goAway().get(30, TimeUnit.SECONDS)).isEqualTo(4);

        // By hand, as the codec would not send it: HEADERS with GET https / localhost (RFC 9204 appendix A).
        byte[] headers = "\1\20\0\0\321\327\301\120\11localhost".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(client.raw(headers, true).await().resetCode()).hasValue(0x10b);
        assertThat(outcome(Outcome.REJECTED).streamId()).isEqualTo(4);
    }

    @Test
    void closeEndsTheConnectionWithTheCode() throws Exception {
        client.get("/close?code=258&after=10").await();

        QuicConnectionCloseEvent event =
                client.closed().get(30, TimeUnit.SECONDS).orElseThrow();
        assertThat(event.isApplicationClose()).isTrue();
        assertThat(event.error()).isEqualTo(258);
        outcome(Outcome.CONNECTION_LOST);
    }

    @Test
    void aTruncatedBodyIsShorterThanItsContentLength() throws Exception {
        Answer answer = client.get("/truncate?bytes=1000&length=5000").await();

        assertThat(answer.fields().first("content-length")).contains("5000");
        assertThat(answer.bodyBytes()).isEqualTo(1000);
    }

    @Test
    void aCutFramePromisesMoreThanItGives() throws Exception {
        byte[] wire = client.get("/cut?bytes=1000").await().wire();
        int data = wire.length - 500 - 3;
        assertThat(wire[data]).isZero();
        assertThat((wire[data + 1] & 0x3f) << 8 | wire[data + 2] & 0xff).isEqualTo(1000);

        Answer headers = client.get("/cut-headers").await();
        assertThat(headers.wire()).containsExactly(1, 0x40, 100, 0, 0, 0xd9);
        assertThat(headers.fin()).isTrue();
    }

    @Test
    void anEmptyAnswerIsFinAndNothingElse() throws Exception {
        Answer answer = client.get("/empty").await();

        assertThat(answer.wire()).isEmpty();
        assertThat(answer.fin()).isTrue();
        assertThat(answer.resetCode()).isEmpty();
    }

    @Test
    void aLineBreakReachesTheWire() throws Exception {
        assertThat(client.get("/crlf").await().fields().first("x-split")).contains("one\r\nx-injected: two");
    }

    @Test
    void neverDoesNotReadItsBody() throws Exception {
        Answer never = client.send("POST", "/never", Fields.EMPTY, 200_000_000, Fields.EMPTY);
        assertThat(client.get("/bytes/3000000").await().isTestBytes(3_000_000)).isTrue();

        assertThat(never.sent()).isNotDone();
        RequestRecord seen = server.awaitRequest(
                r -> r.target().equals("/never") && r.method().equals("POST"), SOON);
        assertThat(seen.bodyBytes()).isZero();
        assertThat(seen.outcome()).isEqualTo(Outcome.IN_PROGRESS);
    }

    @Test
    void aRequestStreamWithoutARequestIsReset() throws Exception {
        assertThat(client.raw(new byte[] {0x21, 0}, true).await().resetCode()).hasValue(0x10d);
        assertThat(client.get("/").await().status()).isEqualTo(200);
    }
}
