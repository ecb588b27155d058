package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.internal.cache.StoredResponse;
import dev.quiver.urlsession.internal.cache.store.BodySink;
import dev.quiver.urlsession.internal.cache.store.FinishedBody;
import dev.quiver.urlsession.internal.cache.store.ResponseStore;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request of a {@link CachedLoad} to the layer below; keeps the body that passes, if told to. */
final class NetworkPass implements LoadListener {
    private final CachedLoad owner;
    private final ResponseStore store;
    private final @Nullable StoreApproval approval;
    private final LoadListener listener;
    private Instant asked = Instant.EPOCH;
    private @Nullable Load load;
    private @Nullable StoredResponse toStore;
    private @Nullable BodySink sink;
    private boolean draining;
    private boolean cancelled;

    NetworkPass(CachedLoad owner, ResponseStore store, @Nullable StoreApproval approval, LoadListener listener) {
        this.owner = owner;
        this.store = store;
        this.approval = approval;
        this.listener = listener;
    }

    /** In the owner's turn, as all methods but the listener's. */
    void start(Loader below, LoadRequest request, Instant now) {
        asked = now;
        load = below.start(request, this);
    }

    Instant asked() {
        return asked;
    }

    void request(long buffers) {
        if (load != null) {
            load.request(buffers);
        }
    }

    /** Reads the body away. */
    void drain() {
        draining = true;
        request(Long.MAX_VALUE);
    }

    void cancel() {
        cancelled = true;
        if (load != null) {
            load.cancel();
        }
    }

    /** The body that comes is to be stored as this, or not at all. */
    void keep(@Nullable StoredResponse response) {
        toStore = response;
        sink = response == null ? null : store.sink();
    }

    @Override
    public void sent(long bodyBytesSent) {
        inTurn(() -> listener.sent(bodyBytesSent));
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        inTurn(() -> listener.informational(status, fields));
    }

    @Override
    public void head(LoadHead head) {
        inTurn(() -> {
            if (!cancelled) {
                owner.headCame(this, head);
            }
        });
    }

    @Override
    public void data(ByteBuffer buffer) {
        inTurn(() -> {
            if (draining || cancelled) {
                return;
            }
            if (sink != null) {
                sink.write(buffer);
            }
            listener.data(buffer);
        });
    }

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        owner.inTurn(() -> {
            BodySink body = sink;
            sink = null;
            if (!owner.isCurrent(this) || body == null) {
                discard(body);
                inTurn(() -> owner.networkDone(trailers, metrics));
            } else if (body.isSlow()) {
                store.executor().execute(() -> {
                    FinishedBody finished = body.finish();
                    inTurn(() -> stored(finished, trailers, metrics));
                });
            } else {
                stored(body.finish(), trailers, metrics);
            }
        });
    }

    @Override
    public void failed(LoadFailure failure, TransactionMetrics metrics) {
        owner.inTurn(() -> {
            discard(sink);
            sink = null;
            inTurn(() -> owner.networkFailed(failure, metrics));
        });
    }

    private void stored(@Nullable FinishedBody body, @Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        StoredResponse head = toStore;
        if (body == null || head == null) {
            owner.networkDone(trailers, metrics);
        } else if (!isWhole(head, body)) {
            store.discard(body);
            owner.networkDone(trailers, metrics);
        } else if (approval == null) {
            store.put(head, body, false);
            owner.networkDone(trailers, metrics);
        } else {
            approval.ask(head, body, store, approved -> {
                if (approved != null) {
                    store.put(approved.head(), approved.body(), approved.inMemoryOnly());
                }
                if (approved == null || approved.body() != body) {
                    store.discard(body);
                }
                inTurn(() -> owner.networkDone(trailers, metrics));
            });
        }
    }

    /** RFC 9111 §3.3: clients that are lenient to servers that end too early do not make what they got complete. */
    private static boolean isWhole(StoredResponse head, FinishedBody body) {
        return head.fields()
                .firstValue("content-length")
                .map(told -> told.equals(Long.toString(body.length())))
                .orElse(true);
    }

    private static void discard(@Nullable BodySink body) {
        if (body != null) {
            body.discard();
        }
    }

    private void inTurn(Runnable step) {
        owner.inTurn(() -> {
            if (owner.isCurrent(this)) {
                step.run();
            }
        });
    }
}
