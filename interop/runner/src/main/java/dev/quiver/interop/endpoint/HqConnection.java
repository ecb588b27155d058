package dev.quiver.interop.endpoint;

import dev.quiver.quic.QuicConnectionGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A connection that speaks {@code hq-interop}, the QUIC interop runner's HTTP/0.9: a stream carries {@code GET /path} and a
 * line's end one way, and the file's bytes the other. There is no length and no status: the end of the stream is all that
 * says that a file is whole.
 */
final class HqConnection implements AutoCloseable {
    static final String ALPN = "hq-interop";

    /** Open files, whatever the server's limit on streams is. */
    private static final int AT_ONCE = 100;

    private static final int CHUNK = 64 * 1024;
    private static final long CANNOT_WRITE = 1;
    private static final long FAREWELL_SECONDS = 3;

    private final QuicConnectionGroup group;
    private final Executor disk;

    /**
     * @param group not started, or ready
     * @param disk where files are written
     */
    HqConnection(QuicConnectionGroup group, Executor disk) {
        this.group = group;
        this.disk = disk;
    }

    /**
     * Fetches them side by side, as many at once as the server allows, and connects if need be.
     *
     * @return completes, never exceptionally, when each has its file or is among the failures
     */
    CompletableFuture<Void> fetch(List<Download> downloads, Failures failures) {
        Queue<Download> left = new ConcurrentLinkedQueue<>(downloads);
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[Math.min(AT_ONCE, downloads.size())];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = lane(left, failures);
        }
        return CompletableFuture.allOf(lanes);
    }

    private CompletableFuture<Void> lane(Queue<Download> left, Failures failures) {
        Download next = left.poll();
        if (next == null) {
            return CompletableFuture.completedFuture(null);
        }
        return fetch(next)
                .handle((bytes, thrown) -> {
                    if (thrown != null) {
                        failures.note(next.url(), thrown);
                    }
                    return null;
                })
                .thenCompose(over -> lane(left, failures));
    }

    private CompletableFuture<Long> fetch(Download download) {
        ByteBuffer request = ByteBuffer.wrap(("GET " + download.target() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return group.openStream().thenCompose(stream -> {
            CompletableFuture<Void> sent = stream.send(request, true);
            return CompletableFuture.supplyAsync(() -> open(download), disk).thenCompose(file -> {
                stream.publisher(disk, CHUNK, CANNOT_WRITE).subscribe(file);
                return sent.thenCombine(file.done(), (nothing, bytes) -> bytes);
            });
        });
    }

    private static FileSubscriber open(Download download) {
        try {
            return FileSubscriber.into(download.file());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + download.file() + ": " + e.getMessage(), e);
        }
    }

    /** Ends the connection with code 0, and waits until that was sent. */
    @Override
    public void close() {
        group.close();
        group.terminated()
                .completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
