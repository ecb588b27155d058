package dev.quiver.quic.trust;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Two evaluators as one. Each part that throws or completes exceptionally has rejected. */
final class Combined {
    private Combined() {}

    /** Trusts when both do; the path is the first's, or the second's where the first built none. */
    record Both(TrustEvaluator first, TrustEvaluator second) implements TrustEvaluator {
        Both {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }

        @Override
        public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
            return ask(first, context).thenCompose(verdict -> {
                if (!(verdict instanceof TrustVerdict.Trusted trusted)) {
                    return CompletableFuture.completedFuture(verdict);
                }
                return ask(second, context.after(trusted)).thenApply(other -> {
                    boolean keepFirst = other instanceof TrustVerdict.Trusted
                            && !trusted.path().isEmpty();
                    return keepFirst ? trusted : other;
                });
            });
        }
    }

    /** Trusts when one does. */
    record Either(TrustEvaluator first, TrustEvaluator second) implements TrustEvaluator {
        Either {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }

        @Override
        public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
            return ask(first, context).thenCompose(verdict -> {
                if (!(verdict instanceof TrustVerdict.Rejected one)) {
                    return CompletableFuture.completedFuture(verdict);
                }
                return ask(second, context)
                        .thenApply(other -> other instanceof TrustVerdict.Rejected two ? neither(one, two) : other);
            });
        }

        private static TrustVerdict neither(TrustVerdict.Rejected one, TrustVerdict.Rejected two) {
            return new TrustVerdict.Rejected(
                    one.alert(),
                    one.reason() + " The alternative did not hold either: " + two.reason(),
                    one.cause() != null ? one.cause() : two.cause());
        }
    }

    private static CompletionStage<TrustVerdict> ask(TrustEvaluator evaluator, TrustContext context) {
        return TrustDecision.caught(evaluator, context);
    }
}
