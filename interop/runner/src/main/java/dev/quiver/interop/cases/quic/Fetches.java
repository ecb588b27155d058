package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Fetches of one client, each looked at: its status, length and digest. */
final class Fetches {
    private final Trial trial;
    private final Target place;
    private final H3Client client;
    private final LongAdder bytes = new LongAdder();

    Fetches(Trial trial, H3Client client) {
        this(trial, trial.target(), client);
    }

    /** From the target at another place. */
    Fetches(Trial trial, Target place, H3Client client) {
        this.trial = trial;
        this.place = place;
        this.client = client;
    }

    /** Bytes of bodies so far. */
    long bytes() {
        return bytes.sum();
    }

    /** Begins one; its future fails with {@link CaseEndedException} where the answer is not the right one. */
    CompletableFuture<H3Response<Received>> begin(Asset asset) {
        HttpRequest request = HttpRequest.newBuilder(place.uri(asset.path())).build();
        return client.exchange(request, client.options(), Received.handler(bytes::add))
                .handle((response, thrown) -> {
                    if (thrown != null) {
                        noteHandshake(thrown);
                        return CompletableFuture.<H3Response<Received>>failedFuture(thrown);
                    }
                    if (response.handshake() != null) {
                        trial.saw(response.handshake());
                    }
                    String wrong = asset.wrong(response);
                    return wrong == null
                            ? CompletableFuture.completedFuture(response)
                            : CompletableFuture.<H3Response<Received>>failedFuture(CaseEndedException.failed(wrong));
                })
                .thenCompose(outcome -> outcome);
    }

    /** One, whole and right. */
    H3Response<Received> one(Asset asset) throws Exception {
        return together(List.of(asset)).get(0);
    }

    /** All at once; returns when every one has come, whole and right. */
    List<H3Response<Received>> together(List<Asset> assets) throws Exception {
        List<CompletableFuture<H3Response<Received>>> begun = new ArrayList<>();
        for (Asset asset : assets) {
            begun.add(begin(asset));
        }
        List<H3Response<Received>> answers = new ArrayList<>();
        for (CompletableFuture<H3Response<Received>> one : begun) {
            answers.add(await(one, assets.get(answers.size()) + ": " + answers.size() + " of " + assets.size()));
        }
        return answers;
    }

    /** Waits for one as long as the trial lasts, and unwraps what ended it. */
    <T> T await(CompletableFuture<T> one, String what) throws Exception {
        try {
            return one.get(Patience.left(trial).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw CaseEndedException.failed("GET " + what + " answered in all the time there was");
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** What really happened. */
    static Exception unwrapped(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof CaseEndedException ended) {
                return ended;
            }
        }
        return thrown instanceof Exception e ? e : new IllegalStateException(thrown);
    }

    private void noteHandshake(Throwable thrown) {
        H3Exception h3 = H3Exception.in(thrown);
        if (h3 != null && h3.handshake() != null) {
            trial.saw(h3.handshake());
        }
    }
}
