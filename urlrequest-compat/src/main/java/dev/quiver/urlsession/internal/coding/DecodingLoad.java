package dev.quiver.urlsession.internal.coding;

import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.internal.load.Demand;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import dev.quiver.urlsession.internal.load.Turns;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one response between the load below and the listener above. Coded buffers are asked for one at a time, when
 * all before are decoded and more is wanted; at most one decoded piece waits. All fields belong to whoever has the turn.
 */
final class DecodingLoad implements Load, LoadListener {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** How the load below ended well. */
    private record Whole(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {}

    private final boolean headOnly;
    private final LoadListener listener;
    private final ExpansionLimit limit;
    private final Turns turns = new Turns();

    private @Nullable Load source;
    private @Nullable DecodingChain chain;
    private ByteBuffer coded = NOTHING;
    private @Nullable ByteBuffer decoded;
    private final Demand wanted = new Demand();
    private boolean asked;
    private long sent;
    private boolean headCame;
    private long received;
    private @Nullable Whole whole;
    private @Nullable Throwable failure;
    private boolean ended;

    DecodingLoad(String method, LoadListener listener, ExpansionLimit limit) {
        this.headOnly = method.equals("HEAD");
        this.listener = listener;
        this.limit = limit;
    }

    void begin(Loader below, LoadRequest request) {
        turns.take(() -> source = below.start(request, this));
    }

    @Override
    public void request(long buffers) {
        Demand.checked(buffers);
        turns.take(() -> {
            wanted.add(buffers);
            if (headCame && chain == null) {
                source().request(buffers);
            } else {
                deliver();
            }
        });
    }

    @Override
    public void cancel() {
        turns.take(() -> fail(new CancellationException("the load was cancelled")));
    }

    @Override
    public void sent(long bodyBytesSent) {
        turns.take(() -> {
            sent = bodyBytesSent;
            listener.sent(bodyBytesSent);
        });
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        turns.take(() -> listener.informational(status, fields));
    }

    @Override
    public void head(LoadHead head) {
        turns.take(() -> {
            headCame = true;
            listener.head(head);
            try {
                List<ContentCoding> codings = hasWholeContent(head) ? AppliedCodings.of(head.fields()) : List.of();
                chain = codings.isEmpty() ? null : new DecodingChain(codings, limit);
            } catch (MalformedContentException e) {
                fail(e);
                return;
            }
            if (chain == null && wanted.open() > 0) {
                source().request(wanted.open());
            } else {
                deliver();
            }
        });
    }

    /** No content follows HEAD, 204 and 304 (RFC 9110 §6.4.1); a part of coded content cannot be decoded (§14.2). */
    private boolean hasWholeContent(LoadHead head) {
        return !headOnly && head.status() != 204 && head.status() != 304 && head.status() != 206;
    }

    @Override
    public void data(ByteBuffer buffer) {
        turns.take(() -> {
            asked = false;
            received += buffer.remaining();
            if (chain == null) {
                listener.data(buffer);
            } else {
                coded = buffer;
                deliver();
            }
        });
    }

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        turns.take(() -> {
            whole = new Whole(trailers, metrics);
            if (failure == null) {
                deliver();
            } else {
                // Given up above while the end was on its way.
                failAfterEnd(failure, metrics);
            }
        });
    }

    @Override
    public void failed(LoadFailure given, TransactionMetrics metrics) {
        turns.take(() -> {
            Throwable own = failure;
            end();
            listener.failed(own == null ? given : new LoadFailure(own, given.progress()), metrics);
        });
    }

    /** Hands on what may go, and sees to it that more comes. */
    private void deliver() {
        while (!ended && failure == null) {
            if (decoded == null && chain != null) {
                try {
                    decoded = chain.next(coded);
                } catch (MalformedContentException e) {
                    fail(e);
                    return;
                }
            }
            ByteBuffer piece = decoded;
            if (piece != null) {
                if (wanted.open() == 0) {
                    return;
                }
                wanted.take();
                decoded = null;
                listener.data(piece.asReadOnlyBuffer());
            } else {
                if (whole != null) {
                    finish(whole);
                } else if (chain != null && wanted.open() > 0 && !asked) {
                    asked = true;
                    source().request(1);
                }
                return;
            }
        }
    }

    private void finish(Whole all) {
        try {
            if (chain != null) {
                chain.end();
            }
        } catch (MalformedContentException e) {
            fail(e);
            return;
        }
        end();
        listener.done(all.trailers(), all.metrics());
    }

    /** Stops the load below, whose end is then reported as this failure; or reports it here when that load is over. */
    private void fail(Throwable cause) {
        if (ended || failure != null) {
            return;
        }
        failure = cause;
        if (whole == null) {
            source().cancel();
        } else {
            failAfterEnd(cause, whole.metrics());
        }
    }

    private void failAfterEnd(Throwable cause, TransactionMetrics metrics) {
        end();
        listener.failed(new LoadFailure(cause, new ExchangeProgress(sent, headCame, received)), metrics);
    }

    private void end() {
        ended = true;
        if (chain != null) {
            chain.close();
        }
    }

    private Load source() {
        if (source == null) {
            throw new IllegalStateException("the load below reports in turns, so after it was started");
        }
        return source;
    }
}
