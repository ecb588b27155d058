package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever an evaluator does, there is a verdict in bounded time, the caller is told why and the peer by which alert. Run
 * over both ways to wait: after the handshake, and within it where an identity is shown. {@code -Dquiver.evaluators=1000}
 * takes that many rounds of each.
 */
@Timeout(600)
class EvaluatorIT {
    private static final int ROUNDS = Integer.getInteger("quiver.evaluators", 40);
    private static final int AT_ONCE = 16;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final IllegalStateException OWN = new IllegalStateException("my own reason");

    private final ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newCachedThreadPool();

    /** How a handshake waits for its verdict. */
    enum Way {
        AFTER,
        WITHIN
    }

    /** What evaluators do; the last word says what comes of it. */
    private enum Kind {
        AFTER_50_MS_TRUSTS(true, null),
        AFTER_50_MS_REJECTS(false, "not today"),
        THROWS(false, "my own reason"),
        THROWS_AN_ERROR(false, "StackOverflowError"),
        FAILS_LATER(false, "my own reason"),
        ANSWERS_NULL(false, "gave no verdict"),
        NEVER_ANSWERS(false, "did not answer within"),
        NEVER_RETURNS(false, "did not answer within");

        private final boolean trusts;
        private final String reason;

        Kind(boolean trusts, String reason) {
            this.trusts = trusts;
            this.reason = reason;
        }
    }

    private static final TrustVerdict NOT_TODAY =
            new TrustVerdict.Rejected(TlsAlert.CERTIFICATE_REVOKED, "not today", OWN);

    private static CompletionStage<TrustVerdict> behave(Kind kind) {
        return switch (kind) {
            case AFTER_50_MS_TRUSTS -> after(Duration.ofMillis(50), TrustVerdict.trusted());
            case AFTER_50_MS_REJECTS -> after(Duration.ofMillis(50), NOT_TODAY);
            case THROWS -> throw OWN;
            case THROWS_AN_ERROR -> throw new StackOverflowError();
            case FAILS_LATER -> CompletableFuture.failedFuture(OWN);
            case ANSWERS_NULL -> CompletableFuture.completedFuture(null);
            case NEVER_ANSWERS -> new CompletableFuture<>();
            case NEVER_RETURNS -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException freed) {
                    Thread.currentThread().interrupt();
                }
                yield CompletableFuture.completedFuture(TrustVerdict.trusted());
            }
        };
    }

    private static CompletionStage<TrustVerdict> after(Duration time, TrustVerdict verdict) {
        return CompletableFuture.supplyAsync(
                () -> verdict, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    @AfterEach
    void noThreadIsHeldUp() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (threads.getActiveCount() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(threads.getActiveCount()).isZero();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private GroupBuilder client(Loopback server, Way way, TrustEvaluator trust) {
        GroupBuilder builder = server.client().trust(trust).executor(threads);
        return way == Way.AFTER
                ? builder
                : builder.identity(new Identity(Loopback.IDENTITY.key().getPrivate(), Loopback.IDENTITY.chain()));
    }

    @ParameterizedTest
    @EnumSource
    void whateverAnEvaluatorDoes(Way way) throws Exception {
        BlockingQueue<QuicErrorCode> told = new LinkedBlockingQueue<>();
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        int rejected = 0;
        try (Loopback server = listen(told)) {
            for (int i = 0; i < ROUNDS; i++) {
                Kind kind = Kind.values()[i % Kind.values().length];
                rejected += kind.trusts ? 0 : 1;
                free.acquire();
                CompletableFuture<Void> one = once(server, way, kind);
                one.whenComplete((done, failure) -> free.release());
                all.add(one);
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(500, TimeUnit.SECONDS);
            for (int i = 0; i < rejected; i++) {
                assertThat(told.poll(20, TimeUnit.SECONDS))
                        .isIn(
                                QuicErrorCode.crypto(TlsAlert.CERTIFICATE_REVOKED),
                                QuicErrorCode.crypto(TlsAlert.CERTIFICATE_UNKNOWN));
            }
            server.listener.kill();
        }
    }

    /** One handshake, looked at when it is over, and nothing left of it. */
    private CompletableFuture<Void> once(Loopback server, Way way, Kind kind) {
        QuicConnectionGroup group = client(server, way, context -> behave(kind))
                .handshakeTimeout(
                        kind.reason != null && kind.reason.startsWith("did not") ? LIMIT : LIMIT.multipliedBy(10))
                .build();
        return group.start()
                .handle((report, failure) -> {
                    HandshakeFailure why = group.handshake().failure();
                    if (kind.trusts) {
                        assertThat(why).isNull();
                        group.close();
                        return null;
                    }
                    assertThat(why).as("%s", kind).isNotNull();
                    assertThat(why.kind()).as("%s: %s", kind, why).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
                    assertThat(why.message()).contains(kind.reason);
                    if (kind.reason.contains("own") || kind == Kind.AFTER_50_MS_REJECTS) {
                        assertThat(why.cause()).isSameAs(OWN);
                    }
                    return null;
                })
                .thenCompose(looked -> group.terminated());
    }

    private static Loopback listen(BlockingQueue<QuicErrorCode> told) throws Exception {
        Loopback server = Loopback.listen(group -> group.onState(state -> {
            if (state instanceof GroupState.Failed failed
                    && failed.cause().code() != null
                    && failed.cause().code().value() >= 0x100) {
                told.add(failed.cause().code());
            }
        }));
        server.listener.onFailure(failure -> {
            if (failure.code() != null) {
                told.add(failure.code());
            }
        });
        return server;
    }

    /** What the library has no number for goes out as its neighbour. */
    @ParameterizedTest
    @EnumSource
    void thePeerIsToldTheAlert(Way way) throws Exception {
        List<Integer> alerts = List.of(40, 42, 43, 44, 45, 46, 48, 49, 80);
        List<Integer> expected = way == Way.AFTER ? alerts : List.of(40, 42, 43, 44, 45, 46, 48, 42, 80);
        BlockingQueue<QuicErrorCode> told = new LinkedBlockingQueue<>();
        List<QuicConnectionGroup> groups = new ArrayList<>();
        try (Loopback server = listen(told)) {
            for (int alert : alerts) {
                TrustEvaluator no = context -> CompletableFuture.completedFuture(
                        new TrustVerdict.Rejected(new TlsAlert(alert), "not today", OWN));
                QuicConnectionGroup group = client(server, way, no).build();
                group.start();
                groups.add(group);
            }
            List<QuicErrorCode> here = new ArrayList<>();
            List<QuicErrorCode> there = new ArrayList<>();
            for (QuicConnectionGroup group : groups) {
                assertThat(group.start()).failsWithin(Duration.ofSeconds(20));
                here.add(group.handshake().failure().code());
                there.add(told.poll(20, TimeUnit.SECONDS));
                group.terminated().get(20, TimeUnit.SECONDS);
            }
            assertThat(here).isEqualTo(codes(alerts));
            assertThat(there).containsExactlyInAnyOrderElementsOf(codes(expected));
            server.listener.kill();
        }
    }

    private static List<QuicErrorCode> codes(List<Integer> alerts) {
        return alerts.stream()
                .map(alert -> QuicErrorCode.crypto(new TlsAlert(alert)))
                .toList();
    }

    @Test
    void fiveSecondsAreWaitedFor() throws Exception {
        try (Loopback server = Loopback.listen(group -> {})) {
            Map<Way, QuicConnectionGroup> groups = new java.util.EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                QuicConnectionGroup group = client(
                                server, way, context -> after(Duration.ofSeconds(5), TrustVerdict.trusted()))
                        .handshakeTimeout(Duration.ofSeconds(60))
                        .build();
                group.start();
                groups.put(way, group);
            }
            for (QuicConnectionGroup group : groups.values()) {
                HandshakeReport report = group.start().get(60, TimeUnit.SECONDS);
                assertThat(report.event(HandshakeEvent.TrustDecided.class).at()).isGreaterThan(Duration.ofSeconds(4));
                group.close();
                group.terminated().get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** Who gives a group up does not wait for the evaluator, which is interrupted. */
    @ParameterizedTest
    @EnumSource
    void givingUpDoesNotWaitForTheVerdict(Way way) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch left = new CountDownLatch(1);
        TrustEvaluator stuck = context -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            left.countDown();
            return CompletableFuture.completedFuture(TrustVerdict.trusted());
        };
        try (Loopback server = Loopback.listen(group -> {})) {
            QuicConnectionGroup group = client(server, way, stuck)
                    .handshakeTimeout(Duration.ofMinutes(5))
                    .build();
            CompletableFuture<HandshakeReport> started = group.start();
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            group.cancel();
            group.terminated().get(30, TimeUnit.SECONDS);
            assertThat(started).isCompletedExceptionally();
            assertThat(group.handshake().failure().kind()).isEqualTo(QuicException.Kind.CANCELLED);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(interrupted).isTrue();
        }
    }
}
