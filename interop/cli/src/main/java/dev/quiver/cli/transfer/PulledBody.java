package dev.quiver.cli.transfer;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A response body that one thread pulls: the next part is asked for only when the last one was taken, so that a slow
 * puller slows the server down. Unlike the JDK's input stream it hands over all that came before it tells of a failure.
 */
final class PulledBody implements BodySubscriber<PulledBody>, AutoCloseable {
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> taken = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean over;

    /** What the client's threads hand to the pulling one. */
    private sealed interface Arrival {
        record Part(List<ByteBuffer> buffers) implements Arrival {}

        record End(@Nullable Throwable failure) implements Arrival {}
    }

    static BodyHandler<PulledBody> handler() {
        return head -> new PulledBody();
    }

    /**
     * Waits for the next bytes.
     *
     * @return never empty, the caller's; null at the end
     * @throws IOException what ended the body early, the same each time
     */
    @Nullable
    ByteBuffer next() throws IOException, InterruptedException {
        while (true) {
            ByteBuffer buffer = taken.poll();
            if (buffer != null) {
                if (buffer.hasRemaining()) {
                    return buffer;
                }
                continue;
            }
            Arrival arrival = arrivals.take();
            if (arrival instanceof Arrival.Part part) {
                taken.addAll(part.buffers());
                Flow.Subscription source = subscription;
                if (source != null) {
                    source.request(1);
                }
            } else {
                arrivals.add(arrival);
                over = true;
                Throwable failure = ((Arrival.End) arrival).failure();
                if (failure == null) {
                    return null;
                }
                throw failure instanceof IOException io ? io : new IOException(failure);
            }
        }
    }

    /** Tells the server to send no more, unless all has come. */
    @Override
    public void close() {
        Flow.Subscription source = subscription;
        if (!over && source != null) {
            source.cancel();
        }
    }

    @Override
    public CompletionStage<PulledBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        if (subscription != null) {
            source.cancel();
            return;
        }
        subscription = source;
        source.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrivals.add(new Arrival.Part(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival.End(failure));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival.End(null));
    }
}
