package dev.quiver.quic.trust;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Trusts everyone. */
enum Insecure implements TrustEvaluator {
    INSTANCE;

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        return CompletableFuture.completedFuture(new TrustVerdict.Trusted(List.of()));
    }
}
