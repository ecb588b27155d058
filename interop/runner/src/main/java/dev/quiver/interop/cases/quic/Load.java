package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Response;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Fetches the same over and over, several side by side, until it is told to stop; every answer is looked at. */
final class Load {
    private static final Duration BEGINNING = Duration.ofSeconds(15);
    private static final long UNDER_WAY_BYTES = 128 << 10;
    private static final long UNDER_WAY_ANSWERS = 4;

    private final Trial trial;
    private final Fetches fetches;
    private final Asset asset;
    private final List<CompletableFuture<Void>> lanes = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean stopping;

    private Load(Trial trial, Fetches fetches, Asset asset) {
        this.trial = trial;
        this.fetches = fetches;
        this.asset = asset;
    }

    /** Begins, so many at once. */
    static Load begin(Trial trial, Fetches fetches, Asset asset, int atOnce) {
        Load load = new Load(trial, fetches, asset);
        for (int lane = 0; lane < atOnce; lane++) {
            load.lanes.add(load.next());
        }
        return load;
    }

    private CompletableFuture<Void> next() {
        return fetches.begin(asset).thenComposeAsync(this::again);
    }

    private CompletableFuture<Void> again(H3Response<Received> whole) {
        answered.incrementAndGet();
        return stopping ? CompletableFuture.completedFuture(null) : next();
    }

    /** How many were answered so far, whole and right. */
    long answered() {
        return answered.get();
    }

    /** Waits for an event, this long at most; ends the case where an answer is wrong or missing meanwhile. */
    boolean until(Duration most, BooleanSupplier event) throws Exception {
        boolean came = Patience.until(trial, most, () -> event.getAsBoolean() || hasFailed());
        if (hasFailed()) {
            stop();
        }
        return came;
    }

    /** Waits until answers come in earnest, so that what happens next happens in their midst. */
    void untilUnderWay() throws Exception {
        if (!until(BEGINNING, () -> fetches.bytes() >= UNDER_WAY_BYTES || answered() >= UNDER_WAY_ANSWERS)) {
            throw CaseEndedException.failed("GET " + asset + ": only " + fetches.bytes() + " bytes and " + answered
                    + " answers in the first " + BEGINNING.toSeconds() + " s");
        }
    }

    private boolean hasFailed() {
        return lanes.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }

    /** Begins no more, and waits until those under way have come whole. */
    void stop() throws Exception {
        stopping = true;
        for (CompletableFuture<Void> lane : lanes) {
            try {
                lane.get(Patience.left(trial).toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw CaseEndedException.failed("GET " + asset + ": " + answered
                        + " times answered whole, and the next not in all the time there was");
            } catch (ExecutionException e) {
                throw Fetches.unwrapped(e);
            }
        }
    }
}
