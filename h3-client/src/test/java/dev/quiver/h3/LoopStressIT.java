package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Clients that share their event loops, and callers who block where responses are told, wait in {@code send}, are interrupted,
 * cancel, lose their connections and close their client in the middle: each call ends once, and nothing is left.
 * {@code -Dquiver.loops.rounds=500} for more, {@code -Dquiver.loops.seed} for another course.
 */
class LoopStressIT {
    private static final int ROUNDS = Integer.getInteger("quiver.loops.rounds", 3);
    private static final long SEED = Long.getLong("quiver.loops.seed", 1);

    @Test
    void eachCallEndsOnceAndNothingIsLeft() throws Exception {
        Set<Thread> before = threads();
        for (int i = 0; i < ROUNDS; i++) {
            try (TestServer server = TestServer.newBuilder()
                            .maxStreams(30)
                            .requestLog(10)
                            .route("/leave", (request, response) -> {
                                response.goAway();
                                response.send(200, "x".repeat(LoopStressRound.BODY));
                            })
                            .start();
                    TestServer other = TestServer.start()) {
                LoopStressRound round = new LoopStressRound(SEED + i, server, other);
                round.run();
                assertThat(round.wrongs()).as("round %d from seed %d", i, SEED).isEmpty();
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!left(before).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(left(before)).isEmpty();
    }

    /** What is there now and was not before; the loops are everybody's if somebody had them already. */
    private static Set<Thread> left(Set<Thread> before) {
        boolean loops = before.stream().anyMatch(thread -> thread.getName().startsWith("quiver-quic"));
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !(loops && thread.getName().startsWith("quiver-quic")))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quiver-"))
                .collect(Collectors.toSet());
    }
}
