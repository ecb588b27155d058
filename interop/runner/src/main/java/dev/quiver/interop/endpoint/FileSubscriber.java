package dev.quiver.interop.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a stream publishes into a file, a chunk at a time: what the disk has not taken is not asked for. Only the
 * stream's end (a FIN) gives the file its name.
 */
final class FileSubscriber implements Flow.Subscriber<ByteBuffer> {
    private final PartFile file;
    private final FileChannel channel;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    private FileSubscriber(PartFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FileSubscriber into(Path file) throws IOException {
        PartFile part = new PartFile(file);
        return new FileSubscriber(
                part, FileChannel.open(part.part(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Completes with the file's size when it has its name; exceptionally when there is no file. */
    CompletableFuture<Long> done() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(ByteBuffer chunk) {
        Flow.Subscription from = subscription;
        if (from == null || done.isDone()) {
            return;
        }
        try {
            bytes += chunk.remaining();
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
            from.request(1);
        } catch (IOException e) {
            from.cancel();
            fail(e);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        fail(thrown);
    }

    @Override
    public void onComplete() {
        if (done.isDone()) {
            return;
        }
        try {
            channel.close();
            file.commit();
            done.complete(bytes);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(Throwable thrown) {
        try {
            channel.close();
        } catch (IOException e) {
            thrown.addSuppressed(e);
        }
        file.discard();
        done.completeExceptionally(thrown);
    }
}
