package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrustDecisionTest {
    private static final TrustContext CONTEXT =
            Verdicts.context("example.com", Authority.root("Root").leaf("example.com"));
    private static final Duration LONG = Duration.ofSeconds(60);
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() throws Exception {
        executor.shutdownNow();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void passesTheVerdictOn() {
        assertThat(decide(context -> CompletableFuture.completedFuture(TrustVerdict.trusted()), executor, LONG))
                .isEqualTo(TrustVerdict.trusted());
    }

    @Test
    void whateverGoesWrongIsARejection() {
        assertThat(reason(context -> {
                    throw new StackOverflowError();
                }))
                .contains("StackOverflowError");
        assertThat(reason(context -> CompletableFuture.failedFuture(new IllegalStateException("later"))))
                .contains("later");
        assertThat(reason(context -> CompletableFuture.completedFuture(null))).contains("gave no verdict");
        assertThat(reason(context -> null)).contains("failed");
        Executor refusing = task -> {
            throw new RejectedExecutionException("full");
        };
        assertThat(decide(TrustEvaluator.insecure(), refusing, LONG)).isInstanceOf(TrustVerdict.Rejected.class);
    }

    @Test
    void silenceIsARejectionInTimeAndTheThreadIsFreed() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        TrustVerdict verdict = decide(
                context -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return CompletableFuture.completedFuture(TrustVerdict.trusted());
                },
                executor,
                Duration.ofMillis(50));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        TrustVerdict.Rejected.class,
                        r -> assertThat(r.reason()).contains("did not answer within 50 ms"));
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(decide(context -> new CompletableFuture<>(), executor, Duration.ofMillis(20)))
                .isInstanceOf(TrustVerdict.Rejected.class);
    }

    @Test
    void aLateAnswerIsDropped() {
        CompletableFuture<TrustVerdict> answer = new CompletableFuture<>();
        CompletableFuture<TrustVerdict> decision =
                TrustDecision.decide(context -> answer, CONTEXT, executor, Duration.ofMillis(20));
        assertThat(decision.join()).isInstanceOf(TrustVerdict.Rejected.class);
        answer.complete(TrustVerdict.trusted());
        assertThat(decision.join()).isInstanceOf(TrustVerdict.Rejected.class);
    }

    private String reason(TrustEvaluator evaluator) {
        return ((TrustVerdict.Rejected) decide(evaluator, executor, LONG)).reason();
    }

    private static TrustVerdict decide(TrustEvaluator evaluator, Executor executor, Duration limit) {
        return TrustDecision.decide(evaluator, CONTEXT, executor, limit).join();
    }
}
