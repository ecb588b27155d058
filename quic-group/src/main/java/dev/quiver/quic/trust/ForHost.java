package dev.quiver.quic.trust;

import java.util.concurrent.CompletionStage;

/** Judges under another name. */
record ForHost(TrustEvaluator evaluator, String host) implements TrustEvaluator {
    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        return evaluator.evaluate(context.withHost(host));
    }
}
