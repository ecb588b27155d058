package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSockets of a session, over HTTP/3. */
class WebSocketTaskIT {
    private final List<String> told = new ArrayList<>();
    private final CompletableFuture<List<String>> end = new CompletableFuture<>();
    private TestServer server;
    private H3Client client;
    private UrlSession session;

    /** Writes down what it is told; on its own queue, so without locks. */
    private final UrlSessionWebSocketDelegate notes = new UrlSessionWebSocketDelegate() {
        @Override
        public void didOpen(UrlSession from, WebSocketTask task, String subprotocol) {
            told.add("open " + subprotocol);
        }

        @Override
        public void didClose(UrlSession from, WebSocketTask task, int closeCode, String reason) {
            told.add("close " + closeCode + " " + reason);
        }

        @Override
        public void didComplete(UrlSession from, UrlSessionTask task, @Nullable UrlError error) {
            told.add("complete " + (error == null ? "" : error.code()));
            end.complete(told);
        }
    };

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
        client = H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
        session = UrlSession.newBuilder(UrlSessionConfiguration.ephemeral())
                .client(client)
                .delegate(notes)
                .build();
    }

    @AfterEach
    void stop() {
        session.close();
        client.shutdownNow();
        server.close();
    }

    @Test
    void messagesGoBothWaysInOrder() throws Exception {
        WebSocketTask task = session.webSocketTask(url("/ws"), "chat.v2", "chat.v1");
        List<CompletableFuture<WebSocketMessage>> received = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            received.add(task.receiveMessage());
            task.sendMessage(WebSocketMessage.of("message ä " + i));
        }
        task.resume();
        for (int i = 0; i < 50; i++) {
            assertThat(received.get(i).get(30, TimeUnit.SECONDS))
                    .isEqualTo(new WebSocketMessage.Text("message ä " + i));
        }
        byte[] large = new byte[1_000_000];
        large[999_999] = 7;
        task.sendMessage(WebSocketMessage.of(large)).get(30, TimeUnit.SECONDS);
        assertThat(task.receiveMessage().get(30, TimeUnit.SECONDS))
                .isEqualTo(new WebSocketMessage.Binary(ByteBuffer.wrap(large)));
        task.sendPing().get(30, TimeUnit.SECONDS);
        task.cancel(1000, "done");
        assertThat(end.get(30, TimeUnit.SECONDS)).first().isEqualTo("open chat.v2");
        assertThat(told).last().isEqualTo("complete ");
        assertThat(task.closeCode()).hasValue(1000);
        assertThat(session.allTasks()).isEmpty();
    }

    @Test
    void theServersCloseIsTold() throws Exception {
        WebSocketTask task = session.webSocketTask(url("/ws?close=4000&reason=enough"));
        CompletableFuture<WebSocketMessage> never = task.receiveMessage();
        task.resume();
        assertThat(end.get(30, TimeUnit.SECONDS)).containsExactly("open ", "close 4000 enough", "complete ");
        assertThat(task.closeCode()).hasValue(4000);
        assertThat(task.closeReason()).contains("enough");
        assertThat(failure(never)).hasMessageContaining("4000");
        assertThat(failure(task.sendMessage(WebSocketMessage.of("late"))).code())
                .isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
    }

    @Test
    void aRefusedHandshakeGivesItsResponse() throws Exception {
        WebSocketTask task = session.webSocketTask(url("/ws/403"));
        task.resume();
        assertThat(end.get(30, TimeUnit.SECONDS)).containsExactly("complete BAD_SERVER_RESPONSE");
        assertThat(task.response().orElseThrow().statusCode()).isEqualTo(403);
        UrlData refusal = task.refusal().orElseThrow();
        assertThat(refusal.response().headers().map()).isNotEmpty();
        assertThat(refusal.text()).isNotEmpty();
        assertThat(task.error().orElseThrow()).hasMessageContaining("403");
    }

    @Test
    void aMessageBeyondTheLimitEndsTheTask() throws Exception {
        WebSocketTask task = session.webSocketTask(url("/ws?flood=3000000"));
        task.maximumMessageSize(1000);
        assertThatIllegalArgumentException().isThrownBy(() -> task.maximumMessageSize(0));
        CompletableFuture<WebSocketMessage> never = task.receiveMessage();
        task.resume();
        assertThat(failure(never).code()).isEqualTo(UrlErrorCode.DATA_LENGTH_EXCEEDS_MAXIMUM);
        assertThat(end.get(30, TimeUnit.SECONDS)).last().isEqualTo("complete DATA_LENGTH_EXCEEDS_MAXIMUM");
    }

    @Test
    void cancellingFailsWhoWaits() throws Exception {
        WebSocketTask task = session.webSocketTask(url("/ws"));
        CompletableFuture<WebSocketMessage> never = task.receiveMessage();
        CompletableFuture<Void> unsent = task.sendMessage(WebSocketMessage.of("x"));
        task.cancel();
        assertThat(failure(never).code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(failure(unsent).code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(end.get(30, TimeUnit.SECONDS)).containsExactly("complete CANCELLED");
    }

    @Test
    void closeCodesAndReasonsAreChecked() {
        WebSocketTask task = session.webSocketTask(url("/ws"));
        for (int bad : new int[] {999, 1004, 1005, 1006, 1015, 2999, 5000, -1}) {
            assertThatThrownBy(() -> task.cancel(bad, "")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> task.cancel(1000, "x".repeat(124))).isInstanceOf(IllegalArgumentException.class);
        task.cancel(3000, "x".repeat(123));
    }

    private URI url(String path) {
        return URI.create(server.uri(path).toString().replace("https:", "wss:"));
    }

    private static UrlError failure(CompletableFuture<?> future) throws Exception {
        try {
            future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (UrlError) e.getCause();
        }
        throw new AssertionError("it did not fail");
    }
}
