package dev.quiver.peers;

import dev.quiver.quic.Chunk;
import dev.quiver.quic.ReceiveStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads streams to their end without a thread waiting for each. */
final class Reading {
    private static final int MOST = 1 << 16;

    private Reading() {}

    static CompletableFuture<byte[]> all(ReceiveStream stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return each(stream, data -> {
                    byte[] part = new byte[data.remaining()];
                    data.get(part);
                    bytes.writeBytes(part);
                })
                .thenApply(end -> bytes.toByteArray());
    }

    /** Hands every chunk on; completes at the stream's end. */
    static CompletableFuture<Void> each(ReceiveStream stream, Consumer<ByteBuffer> consumer) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        next(stream, consumer, end);
        return end;
    }

    private static void next(ReceiveStream stream, Consumer<ByteBuffer> consumer, CompletableFuture<Void> end) {
        stream.receive(1, MOST).whenComplete((chunk, error) -> {
            if (error != null) {
                end.completeExceptionally(error);
                return;
            }
            take(stream, consumer, end, chunk);
        });
    }

    private static void take(
            ReceiveStream stream, Consumer<ByteBuffer> consumer, CompletableFuture<Void> end, Chunk chunk) {
        try {
            consumer.accept(chunk.data());
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
            return;
        }
        if (chunk.last()) {
            end.complete(null);
        } else {
            next(stream, consumer, end);
        }
    }
}
