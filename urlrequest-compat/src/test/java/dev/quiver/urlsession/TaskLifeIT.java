package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskLifeIT {
    private final Recorder delegate = new Recorder();
    private TestServer server;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.newBuilder()
                .route("/unannounced", (request, response) -> {
                    response.head(200, Fields.EMPTY).get();
                    response.write(ByteBuffer.wrap(new byte[100])).get();
                    response.end();
                })
                .start();
        session = UrlSession.newBuilder(UrlSessionConfiguration.newBuilder()
                        .trust(TrustEvaluator.anchors(server.root()))
                        .discovery(Discovery.HTTP3_ONLY)
                        .build())
                .delegate(delegate)
                .build();
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }

    @Test
    void goesOnWhereItWasSuspended() throws Exception {
        Recorder own = new Recorder();
        DataTask task = session.dataTask(get("/bytes/3000000"));
        task.delegate(own);
        CompletableFuture<Void> first = new CompletableFuture<>();
        task.progress().observe(progress -> {
            if (task.countOfBytesReceived() > 0 && first.complete(null)) {
                task.suspend();
                assertThat(task.state()).isEqualTo(TaskState.SUSPENDED);
            }
        });
        task.resume();
        first.get(30, TimeUnit.SECONDS);
        // Others of the session go on, on the same connection, and see that this one does not.
        assertThat(session.load(get("/bytes/1000000")).data()).hasSize(1_000_000);
        assertThat(own.end).isNotDone();
        assertThat(task.countOfBytesReceived()).isLessThan(3_000_000);
        task.suspend();
        task.resume();
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(own.awaitEnd()).isEmpty();
        assertThat(task.countOfBytesReceived()).isEqualTo(3_000_000);
    }

    @Test
    void doesNotTimeOutWhileSuspended() throws Exception {
        UrlRequest request = get("/never").toBuilder()
                .timeoutInterval(Duration.ofMillis(300))
                .build();
        DataTask held = session.dataTask(request, (data, response, error) -> {});
        held.resume();
        held.suspend();
        // The same time passes for another one, which begins later.
        assertThat(catchThrowableOfType(UrlError.class, () -> session.load(request))
                        .code())
                .isEqualTo(UrlErrorCode.TIMED_OUT);
        assertThat(held.state()).isEqualTo(TaskState.SUSPENDED);
        assertThat(catchThrowableOfType(UrlError.class, held::await).code()).isEqualTo(UrlErrorCode.TIMED_OUT);
    }

    @Test
    void aSlowDelegateIsNoSilence() throws Exception {
        DataTask task = session.dataTask(get("/bytes/2000000").toBuilder()
                .timeoutInterval(Duration.ofMillis(300))
                .build());
        Recorder own = new Recorder();
        task.delegate(own);
        CompletableFuture<ResponseDisposition> later = new CompletableFuture<>();
        own.disposition = later;
        task.resume();
        UrlRequest other =
                get("/never").toBuilder().timeoutInterval(Duration.ofSeconds(1)).build();
        assertThat(catchThrowableOfType(UrlError.class, () -> session.load(other))
                        .code())
                .isEqualTo(UrlErrorCode.TIMED_OUT);
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(task.countOfBytesReceived()).isZero();
        later.complete(ResponseDisposition.ALLOW);
        assertThat(own.awaitEnd()).isEmpty();
        assertThat(own.received.size()).isEqualTo(2_000_000);
    }

    @Test
    void mayBeginLater() throws Exception {
        Instant date = Instant.now().plusMillis(400);
        DataTask task = session.dataTask(get("/status/200"));
        task.earliestBeginDate(date);
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        TaskMetrics metrics = delegate.metrics.get(30, TimeUnit.SECONDS);
        assertThat(metrics.transactionMetrics().get(0).timing().fetchStart()).isAfterOrEqualTo(date);
        assertThat(metrics.start()).isBefore(date);
        assertThat(task.earliestBeginDate()).contains(date);
    }

    @Test
    void aTaskThatIsToBeginLaterCanBeCancelled() throws Exception {
        DataTask task = session.dataTask(get("/status/200"));
        task.earliestBeginDate(Instant.now().plusSeconds(3600));
        task.resume();
        task.cancel();
        assertThat(delegate.awaitEnd()).map(UrlError::code).contains(UrlErrorCode.CANCELLED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void progressIsToldAndCancels() throws Exception {
        List<Double> seen = new CopyOnWriteArrayList<>();
        DataTask task = session.dataTask(get("/bytes/500000"));
        Progress whole = Progress.of(1);
        whole.addChild(task.progress(), 1);
        whole.observe(progress -> seen.add(progress.fractionCompleted()));
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(seen).isSorted().endsWith(1.0).hasSizeGreaterThan(2);

        DataTask other = session.dataTask(get("/never"));
        other.resume();
        other.progress().pause();
        assertThat(other.state()).isEqualTo(TaskState.SUSPENDED);
        other.progress().resume();
        assertThat(other.state()).isEqualTo(TaskState.RUNNING);
        other.progress().cancel();
        assertThat(catchThrowableOfType(UrlError.class, other::await).code()).isEqualTo(UrlErrorCode.CANCELLED);
    }

    @Test
    void anObserverThatThrowsHarmsNobodyElse() throws Exception {
        DataTask task = session.dataTask(get("/bytes/500000"));
        task.progress().observe(progress -> {
            throw new IllegalStateException("expected by this test");
        });
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.received.size()).isEqualTo(500_000);
    }

    @Test
    void priorityIsToldToTheServer() throws Exception {
        assertThat(priorityOf(session.dataTask(get("/status/200")))).isEqualTo("u=3, i");
        DataTask high = session.dataTask(get("/status/200"));
        high.priority(UrlSessionTask.HIGH_PRIORITY);
        high.prefersIncrementalDelivery(false);
        assertThat(priorityOf(high)).isEqualTo("u=2");
        assertThat(priorityOf(session.dataTask(get("/status/200").toBuilder()
                        .networkServiceType(NetworkServiceType.BACKGROUND)
                        .build())))
                .isEqualTo("u=7, i");
        assertThatIllegalArgumentException().isThrownBy(() -> high.priority(1.01f));
        assertThatIllegalArgumentException().isThrownBy(() -> high.priority(Float.NaN));
    }

    @Test
    void aGuessServesWhileNothingBetterIsKnown() throws Exception {
        CompletableFuture<Double> seen = new CompletableFuture<>();
        DataTask task = session.dataTask(get("/unannounced"));
        task.countOfBytesClientExpectsToReceive(1000);
        task.progress().observe(progress -> {
            if (task.countOfBytesReceived() == 100) {
                seen.complete(progress.fractionCompleted());
            }
        });
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(0.1);
        assertThat(task.countOfBytesClientExpectsToReceive()).isEqualTo(1000);
        assertThat(task.progress().fractionCompleted()).isEqualTo(1.0);
    }

    private String priorityOf(DataTask task) throws Exception {
        server.clearRequests();
        task.await();
        return server.requests().get(0).fields().first("priority").orElse("none");
    }

    @Test
    void tellsOfInterimResponses() throws Exception {
        CompletableFuture<HttpUrlResponse> hints = new CompletableFuture<>();
        DataTask task = session.dataTask(get("/early-hints"));
        task.delegate(new UrlSessionTaskDelegate() {
            @Override
            public void didReceiveInformationalResponse(UrlSession of, UrlSessionTask which, HttpUrlResponse response) {
                hints.complete(response);
            }
        });
        task.resume();
        HttpUrlResponse interim = hints.get(30, TimeUnit.SECONDS);
        assertThat(interim.statusCode()).isEqualTo(103);
        assertThat(interim.value("link")).isPresent();
        assertThat(delegate.awaitEnd()).isEmpty();
    }

    @Test
    void metricsTellWhatCarriedEachTransaction() throws Exception {
        DataTask task = session.dataTask(get("/redirect?to=/bytes/1000"));
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        TaskMetrics metrics = delegate.metrics.get(30, TimeUnit.SECONDS);
        assertThat(metrics.redirectCount()).isEqualTo(1);
        TransactionMetrics first = metrics.transactionMetrics().get(0);
        TransactionMetrics second = metrics.transactionMetrics().get(1);
        assertThat(first.connection().networkProtocolName()).isEqualTo("h3");
        assertThat(first.connection().reused()).isFalse();
        assertThat(first.connection().remote().getPort())
                .isEqualTo(server.address().getPort());
        assertThat(first.connection().tlsProtocol()).isEqualTo("TLSv1.3");
        assertThat(first.connection().peerCertificates())
                .isEqualTo(server.certificate().chain());
        TransactionMetrics.Timing timing = first.timing();
        assertThat(List.of(
                        timing.fetchStart(),
                        timing.connectStart(),
                        timing.connectEnd(),
                        timing.responseStart(),
                        timing.responseEnd()))
                .isSorted();
        assertThat(second.connection().reused()).isTrue();
        assertThat(second.timing().connectStart()).isNull();
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.bytes().responseBodyReceived()).isEqualTo(1000);
        assertThat(second.connection().quic().packetsReceived()).isPositive();
        assertThat(second.connection().quic().rtt()).isPositive();
        assertThat(second.whyNotHttp3()).isNull();
        assertThat(second.route().winner()).hasToString("quic");
    }

    @Test
    void aDescriptionIsTheCallers() {
        DataTask task = session.dataTask(get("/status/200"));
        assertThat(task.taskDescription()).isEmpty();
        task.taskDescription("the front page");
        assertThat(task.taskDescription()).contains("the front page");
        assertThat(session.dataTask(get("/status/200")).taskIdentifier()).isGreaterThan(task.taskIdentifier());
    }

    @Test
    void theDelegateMayTurnTheResponseDown() throws Exception {
        delegate.disposition = CompletableFuture.completedFuture(ResponseDisposition.CANCEL);
        session.dataTask(get("/bytes/100000000")).resume();
        assertThat(delegate.awaitEnd()).map(UrlError::code).contains(UrlErrorCode.CANCELLED);
        assertThat(delegate.calls).containsExactly("created", "response 200", "metrics", "complete CANCELLED");
    }

    @Test
    void theLastCallIsThatTheSessionIsInvalid() throws Exception {
        DataTask task = session.dataTask(get("/bytes/1000"));
        task.resume();
        session.finishTasksAndInvalidate();
        delegate.invalid.get(30, TimeUnit.SECONDS);
        assertThat(delegate.calls)
                .containsExactly("created", "response 200", "data", "metrics", "complete ", "invalid");
    }

    @Test
    void flushedItConnectsAnew() throws Exception {
        session.load(get("/status/200"));
        session.flush();
        session.load(get("/status/200"));
        assertThat(server.connectionsSoFar()).isEqualTo(2);
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.uri(path));
    }
}
