package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectivityIT {
    @Test
    void aServerThatIsNotThereYetIsWaitedFor() throws Exception {
        UrlSessionConfiguration configuration =
                UrlSessionConfiguration.newBuilder().waitsForConnectivity(true).build();
        int port = freePort();
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        try (UrlSession session = UrlSession.newSession(configuration, HttpClient.newHttpClient())) {
            UploadTask task = session.uploadTask(post(port), new byte[10]);
            Recorder delegate = new Recorder() {
                @Override
                public void taskIsWaitingForConnectivity(UrlSession of, UrlSessionTask which) {
                    calls.add("waiting");
                    waiting.complete(null);
                }
            };
            task.delegate(delegate);
            task.resume();
            waiting.get(30, TimeUnit.SECONDS);
            try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Socket connection = listening.accept()) {
                connection.getOutputStream().write(PlainServer.ascii("HTTP/1.1 204 Here\r\n\r\n"));
                assertThat(delegate.awaitEnd()).isEmpty();
            }
            assertThat(delegate.calls).containsExactly("waiting", "response 204", "metrics", "complete ");
            assertThat(delegate.metrics.get(30, TimeUnit.SECONDS).transactionMetrics())
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void butNotForLongerThanTheWholeMayTake() throws Exception {
        UrlSessionConfiguration configuration = UrlSessionConfiguration.newBuilder()
                .waitsForConnectivity(true)
                .timeoutIntervalForResource(Duration.ofMillis(700))
                .build();
        int port = freePort();
        try (UrlSession session = UrlSession.newSession(configuration, HttpClient.newHttpClient())) {
            UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(post(port)));
            assertThat(error.code()).isEqualTo(UrlErrorCode.TIMED_OUT);
            assertThat(error).hasMessageContaining("timeoutIntervalForResource");
        }
    }

    @Test
    void withoutBeingToldToWaitATaskFails() throws Exception {
        int port = freePort();
        try (UrlSession session =
                UrlSession.newSession(UrlSessionConfiguration.standard(), HttpClient.newHttpClient())) {
            assertThat(catchThrowableOfType(UrlError.class, () -> session.load(post(port)))
                            .code())
                    .isEqualTo(UrlErrorCode.CANNOT_CONNECT_TO_HOST);
        }
    }

    @Test
    void waitsLongerEachTimeUpToALimit() {
        assertThat(Connectivity.wait(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(Connectivity.wait(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Connectivity.wait(5)).isEqualTo(Duration.ofSeconds(16));
        assertThat(Connectivity.wait(6)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Connectivity.wait(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    private static UrlRequest post(int port) {
        return UrlRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .httpMethod("POST")
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
