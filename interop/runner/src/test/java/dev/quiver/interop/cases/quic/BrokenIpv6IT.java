package dev.quiver.interop.cases.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.interop.Answer;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.TestServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are well by IPv4 and broken on purpose by IPv6. */
class BrokenIpv6IT {
    private static final Handler WELL = (request, response) -> response.send(200, "the right answer");

    @TempDir
    private Path logs;

    private InetAddress six;

    @BeforeEach
    void findSix() throws Exception {
        six = InetAddress.getByName("::1");
        try (DatagramSocket socket = new DatagramSocket(0, six)) {
            assertThat(socket.isBound()).isTrue();
        } catch (SocketException e) {
            assumeTrue(false, "this machine has no IPv6: " + e);
        }
    }

    private Answer answer(TestServer four, Map<String, String> options) throws Exception {
        return CaseRun.run(CaseRun.named("ipv6"), four, CaseRun.target(four, "/x", options), logs)
                .answer();
    }

    private Answer answerOf(Handler handler) throws Exception {
        try (TestServer four = TestServer.newBuilder().route("/x", WELL).start();
                TestServer there = TestServer.newBuilder()
                        .certificate(four.certificate())
                        .address(new InetSocketAddress(six, 0))
                        .route("/x", handler)
                        .start()) {
            return answer(four, Map.of("ipv6", "[::1]:" + there.address().getPort()));
        }
    }

    private static void failed(Answer answer, String words) {
        assertThat(answer.result()).as(answer.reason()).isEqualTo("failed");
        assertThat(answer.reason()).contains(words);
    }

    @Test
    void oneThatIsWellSucceeds() throws Exception {
        assertThat(answerOf(WELL).result()).isEqualTo("succeeded");
    }

    @Test
    void wrongBytes() throws Exception {
        failed(
                answerOf((request, response) -> response.send(200, "the wrong answer")),
                "GET /x: 16 bytes that differ from the first answer");
    }

    @Test
    void anotherStatus() throws Exception {
        failed(answerOf((request, response) -> response.send(404, "the right answer")), "404");
    }

    @Test
    void cutShort() throws Exception {
        ByteBuffer half = ByteBuffer.wrap("the right".getBytes(StandardCharsets.UTF_8));
        failed(
                answerOf((request, response) -> response.head(200, Fields.of("content-length", "16"))
                        .thenCompose(sent -> response.write(half.duplicate()))
                        .thenCompose(sent -> response.end())),
                "TRUNCATED");
    }

    @Test
    void silence() throws Exception {
        try (TestServer four = TestServer.newBuilder().route("/x", WELL).start();
                DatagramSocket silent = new DatagramSocket(0, six)) {
            failed(answer(four, Map.of("ipv6", "[::1]:" + silent.getLocalPort())), "did not answer over UDP");
        }
    }

    @Test
    void nobodyWhereOneIsDeclared() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, six)) {
            port = free.getLocalPort();
        }
        try (TestServer four = TestServer.newBuilder().route("/x", WELL).start()) {
            failed(answer(four, Map.of("ipv6", "[::1]:" + port)), "nobody listens at [0:0:0:0:0:0:0:1]:" + port);
        }
    }

    @Test
    void nobodyWhereNoneIsDeclaredIsTheServersLack() throws Exception {
        assumeTrue(
                Arrays.asList(InetAddress.getAllByName("localhost")).contains(six),
                "localhost has no IPv6 address here");
        try (TestServer four = TestServer.newBuilder().route("/x", WELL).start()) {
            Answer answer = answer(four, Map.of());
            assertThat(answer)
                    .as(answer.reason())
                    .isInstanceOfSatisfying(
                            Answer.Unsupported.class,
                            unsupported -> assertThat(unsupported.by()).isEqualTo(Answer.By.SERVER));
            assertThat(answer.reason()).contains("declare ipv6=");
        }
    }
}
