package dev.quiver.h3.internal.body;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.CallListener;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Takes one response from the event loop to its body subscriber. What comes waits here, bounded by the {@link
 * ReadBudget}, until the subscriber asks for it; all that waits goes in one {@code onNext}. The subscriber is called on
 * the deliverer, by one thread at a time.
 */
public final class ResponseDelivery<T> implements CallListener, Flow.Subscription, Runnable {
    private final ResponseOwner<T> owner;
    private final Deliverer deliverer;
    private final ScheduledExecutorService loop;
    private final ReadBudget budget;
    private final CompletableFuture<HttpHeaders> trailers = new CompletableFuture<>();

    private volatile long received;

    // Guarded by this.
    private volatile @Nullable CallHandle handle;
    private @Nullable List<InformationalResponse> interim;
    private @Nullable ResponseHead head;
    private List<ByteBuffer> pieces = new ArrayList<>(2);
    private long waiting;
    private boolean reading = true;
    private FieldLines trailerLines = new FieldLines(0);
    private boolean ended;
    private @Nullable IOException failure;
    private @Nullable Throwable misuse;
    private long demand;
    private boolean given;
    private boolean unwanted;
    private boolean cancelled;
    private boolean running;
    private boolean scheduled;

    // The deliverer's only.
    private @Nullable BodySubscriber<T> subscriber;

    public ResponseDelivery(
            ResponseOwner<T> owner, Deliverer deliverer, ScheduledExecutorService loop, ReadBudget budget) {
        this.owner = owner;
        this.deliverer = deliverer;
        this.loop = loop;
        this.budget = budget;
    }

    /** By what the call is acted on; once it is submitted. */
    public void handle(CallHandle callHandle) {
        boolean cancelNow;
        synchronized (this) {
            handle = callHandle;
            cancelNow = !ended && (unwanted || failure != null);
        }
        if (cancelNow) {
            callHandle.cancel(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    /** Completes with the body's end. */
    public CompletableFuture<HttpHeaders> trailers() {
        return trailers;
    }

    // ---- the event loop's side

    @Override
    public void opened() {
        owner.opened();
    }

    @Override
    public void informational(ResponseHead interimHead) {
        synchronized (this) {
            if (interim == null) {
                interim = new ArrayList<>(1);
            }
            interim.add(new InformationalResponse(
                    interimHead.status(), interimHead.fields().toHttpHeaders()));
        }
    }

    @Override
    public void head(ResponseHead finalHead) {
        owner.headReceived(finalHead);
        synchronized (this) {
            head = finalHead;
        }
    }

    @Override
    public boolean data(ByteBuffer piece) {
        int bytes = piece.remaining();
        received += bytes;
        synchronized (this) {
            if (unwanted || bytes == 0) {
                return true;
            }
            pieces.add(piece.asReadOnlyBuffer());
            waiting += bytes;
            budget.take(bytes);
            reading = waiting < budget.allowance();
            return reading;
        }
    }

    @Override
    public void trailers(FieldLines lines) {
        synchronized (this) {
            trailerLines = lines;
        }
    }

    @Override
    public void pause() {
        synchronized (this) {
            if (running || scheduled || !due()) {
                return;
            }
            scheduled = true;
        }
        deliverer.deliverSoon(this, loop);
    }

    @Override
    public void ended() {
        synchronized (this) {
            ended = true;
        }
        owner.over(null);
        pause();
    }

    @Override
    public void failed(H3Exception cause) {
        H3Exception located = owner.over(cause);
        synchronized (this) {
            if (failure == null) {
                failure = located == null ? cause : located;
            }
        }
        pause();
    }

    // ---- the subscriber's side

    @Override
    public void request(long n) {
        synchronized (this) {
            if (unwanted) {
                return;
            }
            if (n <= 0) {
                misuse = new IllegalArgumentException("a subscriber must request at least 1, not " + n + " (rule 3.9)");
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            if (running || scheduled || !due()) {
                return;
            }
            scheduled = true;
        }
        deliverer.execute(this);
    }

    /** Wants no more of the response. Safe to call from any thread, also without a subscriber. */
    @Override
    public void cancel() {
        CallHandle current;
        synchronized (this) {
            if (unwanted) {
                return;
            }
            unwanted = true;
            cancelled = given && !ended && failure == null;
            drop();
            current = ended || failure != null ? null : handle;
        }
        if (current != null) {
            current.cancel(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
        trailers.completeExceptionally(new CancellationException("the response was given up"));
    }

    /** Fails the response here and now, whatever the call makes of it. Any thread. */
    public void abort(IOException cause) {
        boolean deliver;
        synchronized (this) {
            if (unwanted || ended || failure != null) {
                return;
            }
            failure = cause;
            deliver = !running && !scheduled && due();
            scheduled |= deliver;
        }
        if (deliver) {
            deliverer.execute(this);
        }
        CallHandle current = handle;
        if (current != null) {
            current.cancel(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    /** Bytes of body that came so far. Any thread. */
    public long received() {
        return received;
    }

    private void drop() {
        budget.give(waiting);
        waiting = 0;
        pieces = new ArrayList<>(0);
    }

    /** Whether there is something to deliver. */
    private boolean due() {
        if (unwanted) {
            return cancelled && failure != null;
        }
        if (!given) {
            return interim != null || head != null || failure != null;
        }
        return misuse != null || failure != null || (pieces.isEmpty() ? ended : demand > 0);
    }

    @Override
    public void run() {
        synchronized (this) {
            scheduled = false;
            if (running) {
                return;
            }
            running = true;
        }
        try {
            while (step()) {
                // Each step looks again at what has come meanwhile.
            }
        } catch (Throwable thrown) {
            synchronized (this) {
                running = false;
            }
            broken(thrown);
        }
    }

    private boolean step() {
        List<InformationalResponse> interimNow = null;
        ResponseHead headNow = null;
        List<ByteBuffer> piecesNow = null;
        CallHandle resume = null;
        IOException failureNow = null;
        Throwable misuseNow = null;
        boolean givenUp = false;
        synchronized (this) {
            if (!due()) {
                running = false;
                return false;
            }
            if (unwanted) {
                cancelled = false;
                givenUp = true;
                failureNow = failure;
            } else if (!given) {
                interimNow = interim;
                interim = null;
                headNow = head;
                // A head that came before the failure was received: its subscriber hears of the failure.
                failureNow = headNow == null ? failure : null;
                given = headNow != null || failureNow != null;
                unwanted |= failureNow != null;
            } else if (misuse != null) {
                misuseNow = misuse;
                unwanted = true;
                drop();
            } else if (!pieces.isEmpty() && demand > 0) {
                piecesNow = pieces;
                pieces = new ArrayList<>(4);
                budget.give(waiting);
                waiting = 0;
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                if (!reading && !ended && failure == null) {
                    reading = true;
                    resume = handle;
                }
            } else {
                failureNow = failure;
                unwanted = true;
                drop();
            }
        }
        if (interimNow != null) {
            interimNow.forEach(owner::informational);
        }
        if (piecesNow != null) {
            if (resume != null) {
                resume.readOn();
            }
            subscriber().onNext(Collections.unmodifiableList(piecesNow));
        } else if (misuseNow != null) {
            giveUp();
            finish(misuseNow);
        } else if (headNow != null) {
            begin(headNow);
        } else if (failureNow != null && (subscriber == null || givenUp)) {
            // There is no subscriber, or it has cancelled and will hear no more: who waits for it must.
            trailers.completeExceptionally(failureNow);
            owner.failed(failureNow);
        } else if (interimNow == null) {
            finish(failureNow);
        }
        return true;
    }

    private void begin(ResponseHead headNow) {
        BodySubscriber<T> chosen = owner.subscriber(headNow);
        if (chosen == null) {
            cancel();
            synchronized (this) {
                cancelled = false;
            }
            return;
        }
        subscriber = chosen;
        chosen.onSubscribe(this);
        owner.body(chosen.getBody());
    }

    private void finish(@Nullable Throwable cause) {
        if (cause == null) {
            trailers.complete(trailerLines().toHttpHeaders());
            subscriber().onComplete();
        } else {
            trailers.completeExceptionally(cause);
            subscriber().onError(cause);
        }
    }

    private synchronized FieldLines trailerLines() {
        return trailerLines;
    }

    private BodySubscriber<T> subscriber() {
        BodySubscriber<T> known = subscriber;
        if (known == null) {
            throw new IllegalStateException("no subscriber yet");
        }
        return known;
    }

    private void giveUp() {
        CallHandle current;
        synchronized (this) {
            current = ended || failure != null ? null : handle;
        }
        if (current != null) {
            current.cancel(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    private void broken(Throwable thrown) {
        cancel();
        BodySubscriber<T> known = subscriber;
        if (known != null) {
            try {
                known.onError(thrown);
            } catch (RuntimeException ignored) {
                // It threw once; the exchange fails with what it threw first.
            }
        }
        trailers.completeExceptionally(thrown);
        owner.thrown(thrown);
    }
}
