package dev.quiver.urlsession;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one exchange has moved so far; written by the client's threads, read by any. */
final class ExchangeCounts {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final Runnable onProgress;
    private volatile @Nullable HttpUrlResponse head;

    /** @param onProgress told after each step, on the thread that made it; must not block */
    ExchangeCounts(Runnable onProgress) {
        this.onProgress = onProgress;
    }

    void sent(long bytesInAll) {
        sent.set(bytesInAll);
        onProgress.run();
    }

    void head(HttpUrlResponse response) {
        head = response;
        onProgress.run();
    }

    void received(long bytes) {
        received.addAndGet(bytes);
        onProgress.run();
    }

    @Nullable
    HttpUrlResponse head() {
        return head;
    }

    long bytesSent() {
        return sent.get();
    }

    long bytesReceived() {
        return received.get();
    }

    ExchangeProgress progress() {
        return new ExchangeProgress(sent.get(), head != null, received.get());
    }
}
