package dev.quiver.urlsession.internal.load;

import dev.quiver.urlsession.TransactionMetrics;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Remembers what it was told, and fails the test's load when it is told anything after the end. */
public final class RecordingListener implements LoadListener {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable LoadHead head;
    private int buffers;

    public synchronized byte[] body() {
        return body.toByteArray();
    }

    public synchronized int buffers() {
        return buffers;
    }

    public synchronized @Nullable LoadHead head() {
        return head;
    }

    /** How it ended; fails with the load's cause. */
    public CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void sent(long bodyBytesSent) {
        underWay();
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        underWay();
    }

    @Override
    public synchronized void head(LoadHead given) {
        underWay();
        if (head != null) {
            throw new AssertionError("a second head");
        }
        head = given;
    }

    @Override
    public synchronized void data(ByteBuffer buffer) {
        underWay();
        if (head == null || !buffer.isReadOnly()) {
            throw new AssertionError("data before the head, or that may be written to");
        }
        buffers++;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        underWay();
        end.complete(null);
    }

    @Override
    public void failed(LoadFailure failure, TransactionMetrics metrics) {
        underWay();
        end.completeExceptionally(failure.cause());
    }

    private void underWay() {
        if (end.isDone()) {
            throw new AssertionError("told something after the end");
        }
    }
}
