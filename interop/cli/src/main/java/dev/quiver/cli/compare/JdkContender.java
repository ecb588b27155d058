package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.UploadBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The JDK's client. It does not tell when it was connected. */
final class JdkContender implements Contender {
    private final HttpClient client;
    private final RequestSettings request;
    private final URI url;
    private final Function<Throwable, Failure> failures;

    JdkContender(HttpClient client, RequestSettings request, URI url, Function<Throwable, Failure> failures) {
        this.client = client;
        this.request = request;
        this.url = url;
        this.failures = failures;
    }

    @Override
    public Sample exchange() {
        long began = System.nanoTime();
        AtomicLong head = new AtomicLong();
        try {
            HttpResponse<DigestedBody> response = awaited(client.sendAsync(message(), ignored -> {
                head.set(System.nanoTime());
                return DigestedBody.subscriber();
            }));
            Answer answer = new Answer(
                    response.statusCode(),
                    response.version() == Version.HTTP_1_1 ? "http/1.1" : "h2",
                    response.headers().map(),
                    response.body().bytes(),
                    response.body().sha256());
            return Sample.answered(answer, null, Duration.ofNanos(head.get() - began), since(began));
        } catch (InterruptedException | TimeoutException | ExecutionException | IOException | RuntimeException e) {
            return Sample.failed(failures.apply(e), since(began));
        }
    }

    /** The limit holds for the body too, which the request's own does not. */
    private <T> T awaited(CompletableFuture<T> exchange)
            throws InterruptedException, ExecutionException, TimeoutException {
        Duration limit = request.timeout();
        try {
            return limit == null ? exchange.get() : exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest message() throws IOException {
        UploadBody body = request.body();
        HttpRequest.Builder message = HttpRequest.newBuilder(url)
                .method(request.method(), body == null ? BodyPublishers.noBody() : body.publisher());
        request.fields().forEach(field -> message.header(field.name(), field.value()));
        return message.build();
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** From Java 21 on it can be closed; before that its connections go with the process. */
    @Override
    public void close() {
        if ((Object) client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("the JDK's client does not close", e);
            }
        }
    }
}
