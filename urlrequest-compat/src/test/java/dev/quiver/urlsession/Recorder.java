package dev.quiver.urlsession;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A delegate that writes down which calls came, in order, and answers as a test says. */
class Recorder implements UrlSessionDataDelegate {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    final CompletableFuture<Optional<UrlError>> end = new CompletableFuture<>();
    final CompletableFuture<TaskMetrics> metrics = new CompletableFuture<>();
    final CompletableFuture<Void> invalid = new CompletableFuture<>();
    volatile BiFunction<HttpUrlResponse, UrlRequest, CompletionStage<Optional<UrlRequest>>> redirection =
            (response, request) -> CompletableFuture.completedFuture(Optional.of(request));
    volatile CompletionStage<ResponseDisposition> disposition =
            CompletableFuture.completedFuture(ResponseDisposition.ALLOW);

    Optional<UrlError> awaitEnd() throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void didBecomeInvalid(UrlSession session, @Nullable UrlError error) {
        calls.add("invalid");
        invalid.complete(null);
    }

    @Override
    public void didCreateTask(UrlSession session, UrlSessionTask task) {
        calls.add("created");
    }

    @Override
    public CompletionStage<Optional<UrlRequest>> willPerformHttpRedirection(
            UrlSession session, UrlSessionTask task, HttpUrlResponse response, UrlRequest newRequest) {
        calls.add("redirect " + response.statusCode() + " " + newRequest.httpMethod() + " "
                + newRequest.url().getPath());
        return redirection.apply(response, newRequest);
    }

    @Override
    public CompletionStage<ResponseDisposition> didReceiveResponse(
            UrlSession session, DataTask task, HttpUrlResponse response) {
        calls.add("response " + response.statusCode());
        return disposition;
    }

    @Override
    public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
        if (calls.isEmpty() || !calls.get(calls.size() - 1).equals("data")) {
            calls.add("data");
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received.writeBytes(bytes);
    }

    @Override
    public void didFinishCollectingMetrics(UrlSession session, UrlSessionTask task, TaskMetrics collected) {
        calls.add("metrics");
        metrics.complete(collected);
    }

    @Override
    public void didComplete(UrlSession session, UrlSessionTask task, @Nullable UrlError error) {
        calls.add("complete " + (error == null ? "" : error.code()));
        end.complete(Optional.ofNullable(error));
    }
}
