package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.Protocol;
import dev.quiver.quic.Origin;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A body that stands still ends its exchange, over each protocol, unless it is the caller who pauses; and who waits for the
 * end hears of one that comes too soon.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class BodyIdleIT {
    enum Over {
        H3(Protocol.H3),
        H2(Protocol.H2),
        HTTP_1_1(Protocol.HTTP_1_1);

        private final Protocol protocol;

        Over(Protocol protocol) {
            this.protocol = protocol;
        }
    }

    private static final TestCertificate CERTIFICATE = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private static final Duration LIMIT = Duration.ofMillis(400);

    private final Routes routes = new Routes();
    private TcpServer tcp;
    private TestServer udp;

    @BeforeAll
    void start() throws Exception {
        udp = UdpServer.start(CERTIFICATE, 0, routes);
        tcp = new TcpServer(CERTIFICATE, routes);
    }

    @AfterAll
    void stop() throws Exception {
        routes.close();
        tcp.close();
        udp.close();
    }

    private URI uri(Over over, String path) {
        return over == Over.H3 ? udp.uri(path) : tcp.uri(path);
    }

    private H3Client client(Over over, Duration limit) {
        H3Options.Builder options =
                H3Options.newBuilder().discovery(over == Over.H3 ? Discovery.HTTP3_ONLY : Discovery.NONE);
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(CERTIFICATE.root()))
                .version(over == Over.HTTP_1_1 ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                .options(options.bodyIdleTimeout(limit).build())
                .build();
    }

    private void nextIsFine(H3Client client, Over over) throws Exception {
        var response = client.send(HttpRequest.newBuilder(uri(over, "/text")).build(), BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo(Routes.TEXT);
        assertThat(response.protocol()).isEqualTo(over.protocol);
    }

    private static H3Exception idle(Throwable thrown) {
        Throwable late = Ground.unwrapped(thrown);
        while (!(late instanceof HttpTimeoutException) && late != null) {
            late = late.getCause();
        }
        assertThat(late).as("in " + thrown).isInstanceOf(HttpTimeoutException.class);
        H3Exception cause = (H3Exception) late.getCause();
        assertThat(cause.kind()).isEqualTo(H3Exception.Kind.TIMEOUT);
        assertThat(cause.origin()).isEqualTo(Origin.TIMEOUT);
        assertThat(cause).hasMessageContaining("body idle timeout");
        return cause;
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void aServerThatFallsSilent(Over over) throws Exception {
        try (H3Client client = client(over, LIMIT)) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri(over, "/head-then-never")).build();
            H3Exception cause = idle(catchThrowable(() -> client.send(request, BodyHandlers.ofString())));
            assertThat(cause.responseHeadReceived()).isTrue();
            assertThat(cause.responseBytesReceived()).isEqualTo(1);
            nextIsFine(client, over);
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void aServerThatFallsSilentUnderAStream(Over over) throws Exception {
        try (H3Client client = client(over, LIMIT)) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri(over, "/head-then-never")).build();
            var response = client.send(request, BodyHandlers.ofInputStream());
            InputStream body = response.body();
            assertThat(body.read()).isEqualTo('x');
            idle(catchThrowable(body::read));
            idle(catchThrowable(() -> response.trailers().get(20, TimeUnit.SECONDS)));
            nextIsFine(client, over);
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void aSubscriberThatPauses(Over over) throws Exception {
        try (H3Client client = client(over, LIMIT)) {
            Paused paused = new Paused();
            var done = client.sendAsync(
                    HttpRequest.newBuilder(uri(over, "/bytes?n=100000")).build(), BodyHandlers.fromSubscriber(paused));
            Flow.Subscription subscription = paused.subscribed.get(20, TimeUnit.SECONDS);
            // Time passes: two others run into the limit, one after the other.
            HttpRequest silent =
                    HttpRequest.newBuilder(uri(over, "/head-then-never")).build();
            idle(catchThrowable(() -> client.send(silent, BodyHandlers.ofString())));
            idle(catchThrowable(() -> client.send(silent, BodyHandlers.ofString())));
            assertThat(done.isDone()).isFalse();
            subscription.request(Long.MAX_VALUE);
            done.get(20, TimeUnit.SECONDS);
            assertThat(paused.bytes).isEqualTo(100_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void anUploadThatIsNotTaken(Over over) throws Exception {
        try (H3Client client = client(over, LIMIT)) {
            byte[] piece = new byte[1 << 16];
            BodyPublisher endless = BodyPublishers.ofByteArrays(
                    () -> java.util.stream.Stream.generate(() -> piece).iterator());
            HttpRequest request =
                    HttpRequest.newBuilder(uri(over, "/never")).POST(endless).build();
            H3Exception cause = idle(catchThrowable(() -> client.send(request, BodyHandlers.ofString())));
            assertThat(cause.requestBytesSent()).isPositive();
            assertThat(cause.responseHeadReceived()).isFalse();
            nextIsFine(client, over);
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void aPublisherThatPauses(Over over) throws Exception {
        try (H3Client client = client(over, LIMIT);
                SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
            HttpRequest request = HttpRequest.newBuilder(uri(over, "/echo"))
                    .POST(BodyPublishers.fromPublisher(source))
                    .build();
            var done = client.sendAsync(request, BodyHandlers.ofString());
            HttpRequest silent =
                    HttpRequest.newBuilder(uri(over, "/head-then-never")).build();
            idle(catchThrowable(() -> client.send(silent, BodyHandlers.ofString())));
            idle(catchThrowable(() -> client.send(silent, BodyHandlers.ofString())));
            assertThat(done.isDone()).isFalse();
            source.submit(ByteBuffer.wrap("late".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            source.close();
            assertThat(done.get(20, TimeUnit.SECONDS).body()).endsWith("late");
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void theExchangeTimeoutEndsAStreamToo(Over over) throws Exception {
        try (H3Client client = client(over, Duration.ofMinutes(10))) {
            H3Options options =
                    client.options().toBuilder().exchangeTimeout(LIMIT).build();
            var response = client.exchange(
                            HttpRequest.newBuilder(uri(over, "/head-then-never"))
                                    .build(),
                            options,
                            BodyHandlers.ofInputStream())
                    .get(20, TimeUnit.SECONDS);
            assertThat(response.body().read()).isEqualTo('x');
            assertThat(catchThrowable(() -> response.body().read()))
                    .hasStackTraceContaining("HttpTimeoutException")
                    .hasStackTraceContaining("exchange timeout");
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void aStreamThatIsClosedEarlyHoldsUpNobody(Over over) throws Exception {
        try (H3Client client = client(over, LIMIT)) {
            var response = client.send(
                    HttpRequest.newBuilder(uri(over, "/endless?id=" + over)).build(), BodyHandlers.ofInputStream());
            response.body().close();
            assertThat(catchThrowable(() -> response.trailers().get(20, TimeUnit.SECONDS)))
                    .hasRootCauseInstanceOf(CancellationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void whatBreaksAStreamIsToldToWhoWaitsForTheTrailers(Over over) throws Exception {
        try (H3Client client = client(over, Duration.ofMinutes(10))) {
            var response =
                    client.send(HttpRequest.newBuilder(uri(over, "/broken")).build(), BodyHandlers.ofInputStream());
            assertThat(catchThrowable(() -> response.body().readAllBytes())).isInstanceOf(IOException.class);
            assertThat(catchThrowable(() -> response.trailers().get(20, TimeUnit.SECONDS)))
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    /** Asks for nothing by itself. */
    private static final class Paused implements Flow.Subscriber<List<ByteBuffer>> {
        final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
        volatile long bytes;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.complete(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            item.forEach(buffer -> bytes += buffer.remaining());
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }
}
