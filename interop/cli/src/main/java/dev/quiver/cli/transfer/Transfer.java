package dev.quiver.cli.transfer;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from a checked URL to a report; never throws for what the network does. The calling
 * thread moves the body, so that a slow target slows the server down. Not thread-safe; a {@link StopSignal} may be raised
 * from any thread.
 */
public final class Transfer {
    private final H3Client client;
    private final H3Options options;
    private final RequestSettings settings;
    private final TransferWatcher watcher;
    private final StopSignal stop;

    public Transfer(
            H3Client client, H3Options options, RequestSettings settings, TransferWatcher watcher, StopSignal stop) {
        this.client = client;
        this.options = options;
        this.settings = settings;
        this.watcher = watcher;
        this.stop = stop;
    }

    /**
     * Fetches.
     *
     * @param typed the URL for the report
     * @param target where the body goes; committed on success, discarded otherwise
     */
    public TransferReport run(String typed, URI url, BodyTarget target) {
        ReportBuilder report = new ReportBuilder(typed);
        WatchedPublisher upload = null;
        H3Response<PulledBody> response = null;
        try {
            upload = publisher();
            response = head(request(url, upload));
            report.head(response);
            watcher.head(response);
            body(response, target, report);
        } catch (InterruptedException e) {
            Thread.interrupted();
            report.failed(interrupted(e, response));
        } catch (ExecutionException | IOException | RuntimeException | TransferException e) {
            boolean wasInterrupted = Thread.interrupted();
            H3Exception h3 = FailureTable.h3(e);
            if (h3 != null) {
                report.setting(h3);
            }
            report.failed(
                    stop.raised() || wasInterrupted
                            ? interrupted(e, response)
                            : FailureTable.of(e, stage(upload, response)));
        } finally {
            target.discard();
            watcher.ended();
        }
        return report.build(response);
    }

    private H3Response<PulledBody> head(HttpRequest request) throws InterruptedException, ExecutionException {
        CompletableFuture<H3Response<PulledBody>> exchange = client.exchange(request, options, PulledBody.handler());
        try {
            return exchange.get();
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        }
    }

    private void body(H3Response<PulledBody> response, BodyTarget target, ReportBuilder report)
            throws IOException, TransferException, InterruptedException {
        boolean refused = settings.failOnStatus() && response.statusCode() >= 400;
        BodyTarget sink = refused ? BodyTarget.nowhere() : target;
        watcher.downloadBegins(
                response.headers().firstValueAsLong("content-length").orElse(-1));
        BodyDigest digest = settings.digest() ? BodyDigest.sha256() : BodyDigest.none();
        try (PulledBody body = response.body()) {
            for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
                int length = bytes.remaining();
                digest.update(bytes);
                report.bodyBytes(length);
                sink.write(bytes);
                watcher.downloaded(length);
            }
        }
        sink.commit();
        report.bodyEnded(digest.hex());
    }

    private @Nullable WatchedPublisher publisher() throws TransferException {
        UploadBody body = settings.body();
        if (body == null) {
            return null;
        }
        try {
            watcher.uploadBegins(body.length());
            return new WatchedPublisher(body.publisher(), watcher);
        } catch (IOException e) {
            String message = "cannot read the file to send: " + e.getMessage();
            throw new TransferException(Failure.local(ErrorKind.IO, Stage.SENDING, message, e));
        }
    }

    private HttpRequest request(URI url, @Nullable WatchedPublisher upload) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url);
        builder.method(settings.method(), upload == null ? BodyPublishers.noBody() : upload);
        settings.fields().forEach(field -> builder.header(field.name(), field.value()));
        Duration timeout = settings.timeout();
        if (timeout != null) {
            builder.timeout(timeout);
        }
        return builder.build();
    }

    private static Failure interrupted(Exception e, @Nullable H3Response<?> response) {
        Stage stage = response == null ? Stage.SENDING : Stage.RECEIVING;
        return Failure.localAfterSending(ErrorKind.CANCELLED, stage, "interrupted", e);
    }

    private static Stage stage(@Nullable WatchedPublisher upload, @Nullable H3Response<?> response) {
        return response != null || upload == null || upload.handedOver() ? Stage.RECEIVING : Stage.SENDING;
    }
}
