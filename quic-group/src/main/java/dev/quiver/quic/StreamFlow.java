package dev.quiver.quic;

import dev.quiver.quic.internal.flow.ErrorCodes;
import dev.quiver.quic.internal.flow.Pull;
import dev.quiver.quic.internal.flow.PullPublisher;
import dev.quiver.quic.internal.flow.Push;
import dev.quiver.quic.internal.flow.PushSubscriber;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Streams as publisher and subscriber. */
final class StreamFlow {
    /** As much as a stream reads ahead: larger chunks save nothing. */
    static final int MAX_CHUNK = 64 * 1024;

    private StreamFlow() {}

    static Flow.Publisher<ByteBuffer> publisher(ReceiveStream stream, Executor executor, int maxChunk, long stopCode) {
        ErrorCodes.check(stopCode);
        if (maxChunk < 1) {
            throw new IllegalArgumentException("maxChunk must be at least 1, not " + maxChunk);
        }
        return new PullPublisher<>(() -> new Receiving(stream, maxChunk, stopCode), executor);
    }

    static SendSubscriber<ByteBuffer> subscriber(SendStream stream, Executor executor, long resetCode) {
        return new PushSubscriber<>(new Sending(stream, ErrorCodes.check(resetCode)), executor);
    }

    private record Receiving(ReceiveStream stream, int maxChunk, long stopCode) implements Pull<ByteBuffer> {
        @Override
        public CompletableFuture<Item<ByteBuffer>> next() {
            return stream.receive(1, maxChunk)
                    .thenApply(chunk -> new Item<>(chunk.data().hasRemaining() ? chunk.data() : null, chunk.last()));
        }

        @Override
        public void abandon() {
            stream.stopSending(stopCode);
        }
    }

    private record Sending(SendStream stream, long resetCode) implements Push<ByteBuffer> {
        @Override
        public CompletableFuture<Void> push(ByteBuffer data) {
            return data.hasRemaining() ? stream.send(data) : CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> end() {
            return stream.finish();
        }

        @Override
        public void abandon() {
            stream.reset(resetCode);
        }
    }
}
