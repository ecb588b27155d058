package dev.quiver.quic.internal.netty;

import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.quic.trust.TrustVerdict.Rejected;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks an evaluator and takes whatever it does for an answer: to throw, or to say nothing, is to reject. */
final class Verdicts {
    private Verdicts() {}

    /** Completes with a verdict, never exceptionally; not at all if the evaluator never answers. */
    static CompletableFuture<TrustVerdict> ask(TrustEvaluator evaluator, TrustContext context, Executor executor) {
        CompletableFuture<TrustVerdict> verdict;
        try {
            verdict = CompletableFuture.supplyAsync(() -> evaluator.evaluate(context), executor)
                    .thenCompose(stage -> stage);
        } catch (RuntimeException e) {
            verdict = CompletableFuture.failedFuture(e);
        }
        return verdict.handle((answer, error) -> {
            if (error != null) {
                return failed(
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
            }
            return answer == null ? failed(null) : answer;
        });
    }

    /** The same, holding up the thread until there is an answer or the time is over. */
    static TrustVerdict await(TrustEvaluator evaluator, TrustContext context, Executor executor, Duration limit) {
        CompletableFuture<TrustVerdict> verdict = ask(evaluator, context, executor);
        try {
            return verdict.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return tooLate(limit);
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        }
    }

    static Rejected tooLate(Duration limit) {
        return new Rejected(
                TlsAlert.CERTIFICATE_UNKNOWN,
                "the trust evaluator gave no verdict within the handshake's limit of " + limit.toMillis() + " ms",
                null);
    }

    private static Rejected failed(@Nullable Throwable cause) {
        return new Rejected(
                TlsAlert.CERTIFICATE_UNKNOWN,
                cause == null ? "the trust evaluator gave no verdict" : "the trust evaluator failed: " + cause,
                cause);
    }

    /**
     * The TLS library's own number for a verification result, which selects the alert that the peer gets. The library
     * knows fewer alerts than there are; what it has no number for goes out as the closest.
     */
    static int verifyError(TlsAlert alert) {
        if (alert.equals(TlsAlert.UNKNOWN_CA)) {
            return 20;
        }
        if (alert.equals(TlsAlert.CERTIFICATE_EXPIRED)) {
            return 10;
        }
        if (alert.equals(TlsAlert.CERTIFICATE_REVOKED)) {
            return 23;
        }
        if (alert.equals(TlsAlert.UNSUPPORTED_CERTIFICATE)) {
            return 26;
        }
        return 62;
    }
}
