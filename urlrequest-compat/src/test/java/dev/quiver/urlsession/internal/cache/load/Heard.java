package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Remembers what a load told, and checks its manners. */
final class Heard implements LoadListener {
    final CompletableFuture<LoadHead> head = new CompletableFuture<>();
    final CompletableFuture<TransactionMetrics> end = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int pieces;
    private volatile @Nullable Throwable failure;

    @Override
    public void sent(long bodyBytesSent) {}

    @Override
    public void informational(int status, HttpHeaders fields) {}

    @Override
    public void head(LoadHead came) {
        if (!head.complete(came)) {
            end.completeExceptionally(new AssertionError("a second head"));
        }
    }

    @Override
    public synchronized void data(ByteBuffer buffer) {
        if (!head.isDone() || end.isDone() || !buffer.isReadOnly()) {
            end.completeExceptionally(new AssertionError("data out of turn, or writable"));
        }
        pieces++;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        end.complete(metrics);
    }

    @Override
    public void failed(LoadFailure failure, TransactionMetrics metrics) {
        this.failure = failure.cause();
        end.complete(metrics);
    }

    synchronized int pieces() {
        return pieces;
    }

    LoadHead awaitHead() throws Exception {
        return head.get(30, TimeUnit.SECONDS);
    }

    /** What was told at the end; throws what the load failed of. */
    TransactionMetrics awaitEnd() throws Exception {
        TransactionMetrics metrics = end.get(30, TimeUnit.SECONDS);
        if (failure != null) {
            throw (Exception) failure;
        }
        return metrics;
    }

    synchronized byte[] body() {
        return body.toByteArray();
    }
}
