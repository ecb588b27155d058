package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.internal.cache.CacheKey;
import dev.quiver.urlsession.internal.cache.CacheRules;
import dev.quiver.urlsession.internal.cache.Step;
import dev.quiver.urlsession.internal.cache.StoredResponse;
import dev.quiver.urlsession.internal.cache.store.BodyReading;
import dev.quiver.urlsession.internal.load.Demand;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Turns;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One load through the cache: looks up, asks, keeps, gives. Lookups run on the store's threads; all else happens in turn,
 * and all fields belong to whoever has it.
 */
final class CachedLoad implements Load, StoredDelivery.Receiver {
    private final CachingLoader loader;
    private final LoadRequest request;
    private final LoadListener listener;
    private final CacheRules rules;
    private final Instant started;
    private final Turns turns = new Turns();

    private @Nullable NetworkPass network;
    private @Nullable BodyReading kept;
    private @Nullable StoredDelivery delivery;
    private Step.@Nullable Serve serving;
    private @Nullable TransactionMetrics networkMetrics;
    private final Demand wanted = new Demand();
    private long given;
    private boolean headGiven;
    private boolean bodyGiven;
    private boolean confirmedByNetwork;
    private boolean cancelled;
    private boolean ended;

    CachedLoad(CachingLoader loader, LoadRequest request, LoadListener listener, boolean refresh) {
        this.loader = loader;
        this.request = request;
        this.listener = listener;
        this.rules = new CacheRules(request.uri(), request.method(), request.fields(), request.cachePolicy(), refresh);
        this.started = loader.clock().instant();
    }

    void begin() {
        if (rules.looksAtStore()) {
            loader.store().executor().execute(this::lookUp);
        } else {
            turns.take(() -> act(rules.begin(List.of(), loader.clock().instant()), null));
        }
    }

    /** Until the body that the answer needs is at hand: what cannot be read is not stored. */
    private void lookUp() {
        String key = CacheKey.of(request.uri());
        List<StoredResponse> found = new ArrayList<>(loader.store().find(key));
        while (true) {
            Step step = rules.begin(found, loader.clock().instant());
            StoredResponse needed = needed(step);
            BodyReading body = null;
            if (needed != null) {
                try {
                    body = step instanceof Step.Serve serve
                            ? loader.store().read(needed, serve.first(), serve.length())
                            : loader.store().read(needed, 0, needed.length());
                } catch (IOException | RuntimeException unreadable) {
                    found.remove(needed);
                    loader.store().remove(key, one -> one.id().equals(needed.id()));
                    continue;
                }
            }
            BodyReading ready = body;
            turns.take(() -> act(step, ready));
            return;
        }
    }

    private static @Nullable StoredResponse needed(Step step) {
        if (step instanceof Step.Serve serve) {
            return serve.stored();
        }
        return step instanceof Step.Ask ask ? ask.kept() : null;
    }

    @Override
    public void request(long buffers) {
        Demand.checked(buffers);
        turns.take(() -> {
            if (delivery != null) {
                delivery.request(buffers);
            } else if (network != null && headGiven) {
                network.request(buffers);
            } else {
                wanted.add(buffers);
            }
        });
    }

    @Override
    public void cancel() {
        turns.take(() -> {
            if (ended || cancelled) {
                return;
            }
            cancelled = true;
            if (network != null && delivery == null) {
                network.cancel();
            } else {
                if (network != null) {
                    network.cancel();
                }
                fail(new CancellationException("the load was cancelled"));
            }
        });
    }

    /** What begins next. The body comes with it, and is closed here or later. */
    private void act(Step step, @Nullable BodyReading body) {
        if (ended) {
            if (body != null) {
                body.close();
            }
            return;
        }
        kept = body;
        if (step instanceof Step.Serve serve) {
            if (serve.refresh()) {
                loader.refresh(request);
            }
            serve(serve, FetchType.LOCAL_CACHE, null);
        } else if (step instanceof Step.Ask ask) {
            ask(ask.fields());
        } else if (step instanceof Step.Generate generate) {
            listener.head(new LoadHead(
                    request.uri(),
                    generate.status(),
                    HttpHeaders.of(Map.of(), (name, value) -> true),
                    null,
                    FetchType.LOCAL_CACHE));
            headGiven = true;
            ended = true;
            listener.done(noTrailers(), localMetrics(generate.status()));
        } else {
            fail(new NotStoredException(request.uri()));
        }
    }

    private void ask(HttpHeaders fields) {
        NetworkPass pass = new NetworkPass(this, loader.store(), request.storeApproval(), listener);
        network = pass;
        pass.start(loader.below(), request.withFields(fields), loader.clock().instant());
    }

    // --- from the network, in turn, and only from the pass that counts ---

    boolean isCurrent(NetworkPass pass) {
        return network == pass && !ended;
    }

    void headCame(NetworkPass pass, LoadHead head) {
        boolean elsewhere = !CacheKey.of(head.uri()).equals(CacheKey.of(request.uri()));
        Step step = elsewhere
                ? rules.answeredElsewhere(head.status())
                : rules.headCame(
                        head.status(),
                        head.fields(),
                        pass.asked(),
                        loader.clock().instant());
        if (step instanceof Step.Serve serve) {
            if (serve.validated()) {
                loader.store().update(serve.stored());
                confirmedByNetwork = true;
                // Its end is waited for, so that the connection stays usable.
                pass.drain();
                serve(serve, FetchType.NETWORK_LOAD, head.protocol());
            } else {
                network = null;
                pass.cancel();
                serve(serve, FetchType.LOCAL_CACHE, null);
            }
        } else if (step instanceof Step.Ask again) {
            pass.cancel();
            closeKept();
            ask(again.fields());
        } else if (step instanceof Step.Pass through) {
            closeKept();
            through.forget().forEach(key -> loader.store().remove(key, one -> true));
            if (through.update() != null) {
                loader.store().update(through.update());
            }
            pass.keep(through.store());
            headGiven = true;
            listener.head(head);
            if (wanted.open() > 0) {
                pass.request(wanted.open());
            }
        }
    }

    void networkDone(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        networkMetrics = metrics;
        if (confirmedByNetwork) {
            finishIfBothEnded();
        } else {
            ended = true;
            listener.done(trailers, metrics);
        }
    }

    void networkFailed(LoadFailure failure, TransactionMetrics metrics) {
        networkMetrics = metrics;
        if (confirmedByNetwork) {
            // The answer was all in its head.
            finishIfBothEnded();
            return;
        }
        Step.Serve instead =
                headGiven || cancelled ? null : rules.failed(loader.clock().instant());
        if (instead != null) {
            network = null;
            serve(instead, FetchType.LOCAL_CACHE, null);
        } else {
            ended = true;
            closeKept();
            listener.failed(failure, metrics);
        }
    }

    // --- from the store ---

    private void serve(Step.Serve serve, FetchType from, @Nullable String protocol) {
        serving = serve;
        headGiven = true;
        listener.head(new LoadHead(request.uri(), serve.status(), serve.fields(), protocol, from));
        BodyReading body = kept;
        kept = null;
        StoredDelivery next =
                new StoredDelivery(body, serve.length(), loader.store().executor(), this);
        delivery = next;
        if (wanted.open() > 0) {
            next.request(wanted.open());
        } else {
            next.go();
        }
    }

    @Override
    public void inTurn(Runnable step) {
        turns.take(step);
    }

    @Override
    public void stored(ByteBuffer piece) {
        given += piece.remaining();
        listener.data(piece);
    }

    @Override
    public void storedEnded() {
        bodyGiven = true;
        finishIfBothEnded();
    }

    @Override
    public void storedFailed(IOException damaged) {
        if (serving != null) {
            String id = serving.stored().id();
            loader.store().remove(serving.stored().key(), one -> one.id().equals(id));
        }
        fail(damaged);
    }

    private void finishIfBothEnded() {
        if (ended || !bodyGiven || serving == null || confirmedByNetwork && networkMetrics == null) {
            return;
        }
        ended = true;
        listener.done(
                noTrailers(),
                confirmedByNetwork && networkMetrics != null ? networkMetrics : localMetrics(serving.status()));
    }

    private void fail(Exception why) {
        if (ended) {
            return;
        }
        ended = true;
        closeKept();
        if (delivery != null) {
            delivery.close();
        }
        listener.failed(
                new LoadFailure(why, new ExchangeProgress(0, headGiven, given)),
                localMetrics(serving == null ? null : serving.status()));
    }

    private void closeKept() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    private TransactionMetrics localMetrics(@Nullable Integer status) {
        return new TransactionMetrics(
                request.uri(),
                request.method(),
                status,
                FetchType.LOCAL_CACHE,
                TransactionMetrics.Timing.local(started, loader.clock().instant()),
                new TransactionMetrics.Bytes(0, 0),
                null,
                null);
    }

    private static HttpHeaders noTrailers() {
        return HttpHeaders.of(Map.of(), (name, value) -> true);
    }
}
