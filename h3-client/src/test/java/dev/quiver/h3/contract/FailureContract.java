package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong, and as what the caller sees it. */
interface FailureContract extends Ground {
    @Test
    default void aRequestsTimeoutIsAnHttpTimeout() throws Exception {
        HttpRequest never = HttpRequest.newBuilder(uri("/never"))
                .timeout(Duration.ofMillis(300))
                .build();
        Throwable sync = catchThrowable(() -> client().send(never, BodyHandlers.discarding()));
        assertThat(sync).isExactlyInstanceOf(HttpTimeoutException.class);
        Throwable async = catchThrowable(
                () -> client().sendAsync(never, BodyHandlers.discarding()).get(30, TimeUnit.SECONDS));
        assertThat(async.getCause()).isExactlyInstanceOf(HttpTimeoutException.class);
        assertThat(text("/text").statusCode()).isEqualTo(200);
    }

    /** Until Java 25 a request's time-out is over with the head; later JDKs count the body too. */
    @Test
    default void aRequestsTimeoutEndsWithTheHead() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/endless?id=slow"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try (var stream = client().send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(stream.readNBytes(10)).hasSize(10);
        }
        awaitGone("slow");
    }

    @Test
    default void nobodyListens() {
        HttpRequest request = HttpRequest.newBuilder(nowhere()).build();
        Throwable sync = catchThrowable(() -> client().send(request, BodyHandlers.discarding()));
        assertThat(sync).isInstanceOf(java.net.ConnectException.class);
        Throwable async = catchThrowable(
                () -> client().sendAsync(request, BodyHandlers.discarding()).get(30, TimeUnit.SECONDS));
        assertThat(async.getCause()).isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    default void aNameThatIsNone() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://no-such-name.invalid/"))
                .build();
        Throwable sync = catchThrowable(() -> client().send(request, BodyHandlers.discarding()));
        assertThat(sync).isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    default void noConnectionInTimeIsAConnectTimeout() throws Exception {
        HttpClient client = built(builder().connectTimeout(Duration.ofMillis(400)));
        // Bound and silent, over UDP; over TCP a listener whose one place for a connection is taken does not answer.
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Silent listener = new Silent(silent.getLocalPort())) {
            HttpRequest request = HttpRequest.newBuilder(listener.uri()).build();
            Throwable sync = catchThrowable(() -> client.send(request, BodyHandlers.discarding()));
            assertThat(sync).isExactlyInstanceOf(HttpConnectTimeoutException.class);
            HttpRequest both = HttpRequest.newBuilder(listener.uri())
                    .timeout(Duration.ofSeconds(30))
                    .build();
            Throwable async = catchThrowable(
                    () -> client.sendAsync(both, BodyHandlers.discarding()).get(60, TimeUnit.SECONDS));
            assertThat(async.getCause()).isExactlyInstanceOf(HttpConnectTimeoutException.class);
        }
    }

    @Test
    default void aServerThatIsNotTrusted() {
        HttpClient strict = setup().quiver()
                ? built(dev.quiver.h3.H3Client.newBuilder().options(((dev.quiver.h3.H3Client) client()).options()))
                : HttpClient.newHttpClient();
        Throwable thrown = catchThrowable(() -> strict.send(get("/text"), BodyHandlers.discarding()));
        assertThat(thrown).isInstanceOf(IOException.class);
        if (has(Difference.CERTIFICATE_ERRORS)) {
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            dev.quiver.h3.H3Exception.class,
                            known -> assertThat(known.kind())
                                    .isEqualTo(dev.quiver.h3.H3Exception.Kind.CERTIFICATE_REJECTED));
        } else {
            assertThat(thrown).isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
        }
    }
}
