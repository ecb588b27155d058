package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One load of a task. What it hears it tells the engine in the engine's turn, as long as it is the one that counts; one
 * that was given up for another, after a redirection, reads a little more of its response so that the connection stays
 * of use. Fields belong to whoever has the turn.
 */
final class Attempt implements LoadListener {
    /** A redirection's or challenge's body up to this is read, a longer one reset. */
    private static final long WORTH_READING = 64 * 1024;

    private final TaskEngine engine;
    private final @Nullable URI upgradedFrom;
    private @Nullable Load load;
    private @Nullable TransactionMetrics metrics;
    private boolean over;
    private boolean spare;
    private long readSpare;

    /** One load of what was asked for at {@code upgradedFrom}, where HSTS made another URL of that. */
    Attempt(TaskEngine engine, @Nullable URI upgradedFrom) {
        this.engine = engine;
        this.upgradedFrom = upgradedFrom;
    }

    /** Begins; in the engine's turn. */
    void start(Loader loader, LoadRequest request) {
        load = loader.start(request, this);
    }

    /** Whether it will tell no more. */
    boolean isOver() {
        return over;
    }

    /** How it went, once it is over. */
    @Nullable
    TransactionMetrics metrics() {
        return metrics;
    }

    void demand(long buffers) {
        if (load != null && !over) {
            load.request(buffers);
        }
    }

    void cancel() {
        if (load != null && !over) {
            load.cancel();
        }
    }

    /** Its response is not wanted. */
    void giveUp() {
        spare = true;
        demand(Long.MAX_VALUE);
    }

    @Override
    public void sent(long bodyBytesSent) {
        engine.inTurn(this, () -> engine.sent(bodyBytesSent));
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        engine.inTurn(this, () -> engine.informational(status, fields));
    }

    @Override
    public void head(LoadHead head) {
        engine.inTurn(this, () -> engine.head(head));
    }

    @Override
    public void data(ByteBuffer buffer) {
        engine.always(() -> {
            if (spare) {
                readSpare += buffer.remaining();
                if (readSpare > WORTH_READING) {
                    cancel();
                }
            }
        });
        engine.inTurn(this, () -> engine.data(buffer));
    }

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics how) {
        engine.always(() -> {
            over = true;
            metrics = how.withUpgradedFrom(upgradedFrom);
        });
        engine.inTurn(this, engine::done);
        engine.always(engine::finishIfOver);
    }

    @Override
    public void failed(LoadFailure failure, TransactionMetrics how) {
        engine.always(() -> {
            over = true;
            metrics = how.withUpgradedFrom(upgradedFrom);
        });
        engine.inTurn(this, () -> engine.failed(failure));
        engine.always(engine::finishIfOver);
    }
}
