package dev.quiver.h3.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.pool.OriginPool.Answer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginPoolTest {
    private final Set<String> unusable = new HashSet<>();
    private final OriginPool<String, Integer> pool = new OriginPool<>(wire -> !unusable.contains(wire));

    @Test
    void oneConnectionIsMadeForAllWhoAsk() {
        assertThat(ask(1)).isEqualTo(new Answer.Connect<>(1));
        assertThat(ask(2)).isEqualTo(new Answer.Wait<>(null, false));
        assertThat(pool.firstPacket(1, 77)).containsExactly(1, 2);
        assertThat(pool.firstAnswer(1)).containsExactly(1, 2);
        assertThat(ask(3)).isEqualTo(new Answer.Wait<>(77L, true));
        pool.leave(2);
        assertThat(pool.ready(1, "A")).containsExactly(1, 3);
        assertThat(ask(4)).isEqualTo(new Answer.Use<>("A"));
    }

    @Test
    void drainingAndDeadConnectionsAreNeverHandedOut() {
        ask(1);
        pool.ready(1, "A");
        pool.gone("A");
        assertThat(ask(2)).isEqualTo(new Answer.Connect<>(2));
        pool.ready(2, "B");
        unusable.add("B");
        assertThat(ask(3)).as("dead, but nobody said so yet").isEqualTo(new Answer.Connect<>(3));
        pool.gone("B");
        pool.ready(3, "C");
        assertThat(ask(4)).isEqualTo(new Answer.Use<>("C"));
    }

    @Test
    void afterAFailureQuicIsLeftAloneUnlessInsistedOn() {
        ask(1);
        assertThat(pool.failed(1, Failures.of(Kind.NO_ANSWER), 0)).containsExactly(1);
        assertThat(pool.acquire(2, false, 1)).isInstanceOf(Answer.Broken.class);
        assertThat(pool.acquire(3, true, 1)).isEqualTo(new Answer.Connect<>(2));
        pool.ready(2, "A");
        pool.gone("A");
        assertThat(pool.acquire(4, false, 2)).as("success is forgiveness").isEqualTo(new Answer.Connect<>(3));
    }

    @Test
    void whatSaysNothingAboutQuicDoesNotBreakIt() {
        ask(1);
        pool.failed(1, Failures.of(Kind.HOST_NOT_FOUND), 0);
        assertThat(ask(2)).isEqualTo(new Answer.Connect<>(2));
    }

    @Test
    void eventsOfAnEarlierAttemptAreNotForThisOne() {
        ask(1);
        pool.failed(1, Failures.of(Kind.HOST_NOT_FOUND), 0);
        ask(2);
        assertThat(pool.ready(1, "A")).isEmpty();
        assertThat(pool.failed(1, Failures.of(Kind.IO), 0)).isEmpty();
        assertThat(pool.firstPacket(1, 0)).isEmpty();
        assertThat(pool.ready(2, "B")).containsExactly(2);
    }

    @Test
    void isForgottenOnlyWhenNothingIsLostByIt() {
        assertThat(pool.forgettable(0)).isTrue();
        ask(1);
        assertThat(pool.forgettable(0)).isFalse();
        pool.ready(1, "A");
        assertThat(pool.forgettable(0)).isFalse();
        pool.gone("A");
        assertThat(pool.forgettable(0)).isTrue();
        ask(2);
        pool.failed(2, Failures.of(Kind.NO_ANSWER), 0);
        assertThat(pool.forgettable(0)).as("the back-off would be lost").isFalse();
    }

    private Answer<String> ask(int asker) {
        return pool.acquire(asker, false, 0);
    }
}
