package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.Route;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Four deaths of a server, each told as what it was. */
class ServerDeathIT {
    private static final long INTERNAL_ERROR = 0x102;

    @Test
    void itAnswersAndDiesBeforeTheBodysEnd() throws Exception {
        try (TestServer server = TestServer.newBuilder()
                        .route("/dies", (request, response) -> {
                            request.drain().get();
                            response.head(200, Fields.of("content-length", "10000"))
                                    .get();
                            response.write(ByteBuffer.wrap(new byte[4000])).get();
                            response.after(Duration.ofMillis(100))
                                    .thenRun(() -> response.closeConnection(INTERNAL_ERROR, "out of memory"));
                        })
                        .start();
                UrlSession session = session(server)) {
            DataTask task = session.dataTask(post(server.uri("/dies")));
            UrlError error = catchThrowableOfType(UrlError.class, task::await);
            assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
            assertThat(error.progress()).isEqualTo(new ExchangeProgress(5, true, 4000));
            assertThat(error.safeToRetry()).isFalse();
            assertThat(error.serverMayHaveActed()).isTrue();
            assertThat(task.response()).map(HttpUrlResponse::statusCode).contains(200);
        }
    }

    @Test
    void itDiesBeforeTheHead() throws Exception {
        try (TestServer server = TestServer.newBuilder()
                        .route("/dies", (request, response) -> {
                            request.drain().get();
                            response.closeConnection(INTERNAL_ERROR, "out of memory");
                        })
                        .start();
                UrlSession session = session(server)) {
            UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(post(server.uri("/dies"))));
            assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
            assertThat(error.progress()).isEqualTo(new ExchangeProgress(5, false, 0));
            assertThat(error.safeToRetry()).isFalse();
            assertThat(error.serverMayHaveActed()).isTrue();
        }
    }

    @Test
    void itNeverGetsTheRequest() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = free.getLocalPort();
        }
        UrlSessionConfiguration configuration = UrlSessionConfiguration.newBuilder()
                .discovery(Discovery.HTTP3_ONLY)
                .build();
        try (UrlSession session = UrlSession.newSession(configuration)) {
            UrlError error = catchThrowableOfType(
                    UrlError.class, () -> session.load(post(URI.create("https://127.0.0.1:" + port + "/"))));
            assertThat(error.code()).isEqualTo(UrlErrorCode.CANNOT_CONNECT_TO_HOST);
            assertThat(error.progress()).isEqualTo(ExchangeProgress.NONE);
            assertThat(error.safeToRetry()).isTrue();
            assertThat(error.serverMayHaveActed()).isFalse();
            assertThat(error.route().attempts().get(0).outcome()).isEqualTo(Route.Outcome.FAILED);
        }
    }

    @Test
    void itAnswersAfterTheTimeout() throws Exception {
        CompletableFuture<Void> timedOut = new CompletableFuture<>();
        CompletableFuture<Void> answered = new CompletableFuture<>();
        try (TestServer server = TestServer.newBuilder()
                        .route("/late", (request, response) -> {
                            request.drain().get();
                            timedOut.get(30, TimeUnit.SECONDS);
                            try {
                                response.send(200, "late");
                            } finally {
                                answered.complete(null);
                            }
                        })
                        .start();
                UrlSession session = session(server)) {
            UrlRequest request = post(server.uri("/late")).toBuilder()
                    .timeoutInterval(Duration.ofSeconds(2))
                    .build();
            UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
            timedOut.complete(null);
            assertThat(error.code()).isEqualTo(UrlErrorCode.TIMED_OUT);
            assertThat(error.progress()).isEqualTo(new ExchangeProgress(5, false, 0));
            assertThat(error.safeToRetry()).isFalse();
            assertThat(error.serverMayHaveActed()).isTrue();
            answered.get(30, TimeUnit.SECONDS);
            assertThat(session.load(UrlRequest.of(server.uri("/status/200")))
                            .response()
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static UrlSession session(TestServer server) {
        return UrlSession.newSession(UrlSessionConfiguration.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .discovery(Discovery.HTTP3_ONLY)
                .build());
    }

    private static UrlRequest post(URI url) {
        return UrlRequest.newBuilder(url)
                .httpMethod("POST")
                .httpBody(new byte[5])
                .build();
    }
}
