package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks an evaluator so that there always is a verdict, in bounded time. */
public final class TrustDecision {
    private TrustDecision() {}

    /**
     * The verdict on a peer. An evaluator that throws, completes exceptionally, answers null, cannot be started or takes
     * longer than the limit has rejected; in the last case the thread it runs on is interrupted and what it says later
     * is dropped. To cancel the future interrupts it as well: nobody waits for that verdict any more.
     *
     * @param executor where the evaluator may block
     * @param limit how long it may take altogether, the wait for the executor included
     * @return completes with a verdict, exceptionally only when the caller cancels it; on whatever thread the evaluator
     *     answers, or on a timer's thread after the limit
     */
    public static CompletableFuture<TrustVerdict> decide(
            TrustEvaluator evaluator, TrustContext context, Executor executor, Duration limit) {
        Objects.requireNonNull(evaluator, "evaluator");
        CompletableFuture<TrustVerdict> decision = new CompletableFuture<>();
        FutureTask<@Nullable Void> task = new FutureTask<>(
                () -> caught(evaluator, context).whenComplete((verdict, never) -> decision.complete(verdict)), null);
        TrustVerdict late = failed(context, "did not answer within " + limit.toMillis() + " ms", null);
        decision.completeOnTimeout(late, Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        decision.whenComplete((verdict, never) -> {
            if (verdict == late || decision.isCancelled()) {
                task.cancel(true);
            }
        });
        try {
            executor.execute(task);
        } catch (Throwable e) {
            // An executor that is shut down, that throws, that gets no thread.
            decision.complete(failed(context, "could not be run: its executor refused (" + e + ")", e));
        }
        return decision;
    }

    /** The evaluator's answer, its failures turned into rejections. */
    static CompletionStage<TrustVerdict> caught(TrustEvaluator evaluator, TrustContext context) {
        try {
            return evaluator.evaluate(context).handle((verdict, failure) -> {
                if (failure != null) {
                    return failed(context, "failed: " + cause(failure), cause(failure));
                }
                return verdict != null ? verdict : failed(context, "gave no verdict", null);
            });
        } catch (Throwable e) {
            return CompletableFuture.completedFuture(failed(context, "failed: " + e, e));
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static TrustVerdict failed(TrustContext context, String what, @Nullable Throwable cause) {
        return new TrustVerdict.Rejected(
                TlsAlert.CERTIFICATE_UNKNOWN,
                "The trust evaluator for " + context.host() + " " + what + ", so the certificate is not trusted.",
                cause);
    }
}
