package dev.quiver.h3.internal.tunnel;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What this side sends on a tunnel: a queue whose head leaves as the transport asks for more, which is the
 * back-pressure. Safe to use from any thread; futures complete on the connection's event loop unless done already.
 */
final class TunnelOutput implements BodyPublisher, Flow.Subscription {
    private record Piece(ByteBuffer data, CompletableFuture<Void> taken) {}

    private final Queue<Piece> queue = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean draining;
    private boolean finishing;
    private boolean over;
    private @Nullable IOException failure;

    @Override
    public long contentLength() {
        return -1;
    }

    /** Sends; the buffer is the tunnel's from now on. Completes when the transport has taken it. */
    CompletableFuture<Void> send(ByteBuffer data) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        synchronized (this) {
            if (over || finishing) {
                IOException why = failure;
                taken.completeExceptionally(
                        why != null
                                ? new IOException(why.getMessage(), why)
                                : new IOException("this side of the stream has ended"));
                return taken;
            }
            queue.add(new Piece(data, taken));
        }
        drain();
        return taken;
    }

    /** Nothing more will be sent: the stream ends behind what is queued. */
    void finish() {
        synchronized (this) {
            finishing = true;
        }
        drain();
    }

    /** Ends without an end: what is queued fails. */
    void fail(IOException cause) {
        Flow.Subscriber<? super ByteBuffer> to;
        synchronized (this) {
            to = over ? null : subscriber;
        }
        dropAll(cause);
        if (to != null) {
            to.onError(cause);
        }
    }

    private void dropAll(IOException cause) {
        List<Piece> dropped;
        synchronized (this) {
            over = true;
            if (failure == null) {
                failure = cause;
            }
            dropped = new ArrayList<>(queue);
            queue.clear();
        }
        dropped.forEach(piece -> piece.taken.completeExceptionally(new IOException(cause.getMessage(), cause)));
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newSubscriber) {
        newSubscriber.onSubscribe(this);
        synchronized (this) {
            subscriber = newSubscriber;
        }
        drain();
    }

    @Override
    public void request(long more) {
        synchronized (this) {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
        }
        drain();
    }

    /** The transport takes no more: the stream is over, or the server told this side to stop. */
    @Override
    public void cancel() {
        dropAll(new IOException("the stream takes no more: it is over, or the server stopped it"));
    }

    private void drain() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        while (true) {
            Flow.Subscriber<? super ByteBuffer> to;
            Piece next = null;
            synchronized (this) {
                to = subscriber;
                if (to == null || over) {
                    draining = false;
                    return;
                }
                if (demand > 0) {
                    next = queue.poll();
                }
                if (next != null) {
                    demand--;
                } else if (finishing && queue.isEmpty()) {
                    over = true;
                } else {
                    draining = false;
                    return;
                }
            }
            if (next == null) {
                to.onComplete();
            } else {
                to.onNext(next.data);
                next.taken.complete(null);
            }
        }
    }
}
