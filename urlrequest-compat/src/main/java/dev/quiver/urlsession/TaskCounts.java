package dev.quiver.urlsession;

import org.jspecify.annotations.Nullable;

/**
 * What a task has moved so far. Written by one thread at a time, read by any. Counts of the body are of the transaction
 * under way: a body that is sent again is counted again from nothing.
 */
final class TaskCounts {
    private volatile long sent;
    private volatile long received;
    private volatile long there;
    private volatile long expectedToSend = -1;
    private volatile @Nullable HttpUrlResponse head;

    void expectToSend(long bytes) {
        sent = 0;
        expectedToSend = bytes;
    }

    void sent(long bytesInAll) {
        sent = bytesInAll;
    }

    void head(@Nullable HttpUrlResponse response) {
        head = response;
    }

    /** So much of the body was there before this task. */
    void there(long bytes) {
        there = bytes;
    }

    long bytesThere() {
        return there;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time.
    void received(long bytes) {
        received += bytes;
    }

    @Nullable
    HttpUrlResponse head() {
        return head;
    }

    long bytesSent() {
        return sent;
    }

    long bytesReceived() {
        return received;
    }

    long bytesExpectedToSend() {
        return expectedToSend;
    }

    long bytesExpectedToReceive() {
        HttpUrlResponse response = head;
        return response == null ? -1 : response.expectedContentLength();
    }

    ExchangeProgress progress() {
        return new ExchangeProgress(sent, head != null, received);
    }
}
