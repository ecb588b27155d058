package dev.quiver.h3.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.route.Candidates;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.route.Endpoint.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginPoolTest {
    private static final long MS = 1_000_000;
    private static final Endpoint OWN = new Endpoint(new Place("h", 443), List.of(), Source.OWN_PORT);
    private static final Endpoint OTHER = new Endpoint(new Place("h", 8443), List.of(), Source.ALT_SVC);
    private static final Candidates ONE = new Candidates(List.of(OWN), null);
    private static final Candidates TWO = new Candidates(List.of(OTHER, OWN), null);

    private final Set<String> unusable = new HashSet<>();
    private final Map<String, Integer> loads = new HashMap<>();
    private final OriginPool<String, Integer> pool = new OriginPool<>(
            new OriginPool.Condition<>() {
                @Override
                public boolean usable(String wire) {
                    return !unusable.contains(wire);
                }

                @Override
                public int load(String wire) {
                    return loads.getOrDefault(wire, 0);
                }
            },
            2);

    @Test
    void oneConnectionIsMadeForAllWhoAsk() {
        assertThat(ask(1)).isEqualTo(new Answer.Connect<>(1, OWN));
        assertThat(ask(2)).isEqualTo(new Answer.Wait<>(null, false));
        assertThat(pool.firstPacket(1, 77)).containsExactly(1, 2);
        assertThat(pool.firstAnswer(1)).containsExactly(1, 2);
        assertThat(ask(3)).isEqualTo(new Answer.Wait<>(77L, true));
        pool.leave(2);
        assertThat(pool.ready(1, "A", 80)).containsExactly(1, 3);
        assertThat(ask(4)).isEqualTo(new Answer.Use<>("A"));
    }

    @Test
    void drainingAndDeadConnectionsAreNeverHandedOut() {
        ask(1);
        pool.ready(1, "A", 0);
        pool.gone("A");
        assertThat(ask(2)).isEqualTo(new Answer.Connect<>(2, OWN));
        pool.ready(2, "B", 0);
        unusable.add("B");
        assertThat(ask(3)).as("dead, but nobody said so yet").isEqualTo(new Answer.Connect<>(3, OWN));
        pool.gone("B");
        pool.ready(3, "C", 0);
        assertThat(ask(4)).isEqualTo(new Answer.Use<>("C"));
    }

    @Test
    void afterAFailureQuicIsLeftAloneUnlessInsistedOn() {
        ask(1);
        assertThat(fail(1, Kind.NO_ANSWER, 0).tell()).containsExactly(1);
        assertThat(pool.acquire(2, false, ONE, 1)).isInstanceOf(Answer.Broken.class);
        assertThat(pool.acquire(3, true, ONE, 1)).isEqualTo(new Answer.Connect<>(2, OWN));
        pool.ready(2, "A", 2);
        pool.gone("A");
        assertThat(pool.acquire(4, false, ONE, 2)).as("success is forgiveness").isEqualTo(new Answer.Connect<>(3, OWN));
    }

    @Test
    void whenTheBackOffIsOverQuicIsTriedBesideTheRequestThatDoesNotWait() {
        ask(1);
        fail(1, Kind.NO_ANSWER, 0);
        long later = 5_001 * MS;
        assertThat(pool.acquire(2, false, ONE, later))
                .isInstanceOfSatisfying(
                        Answer.Retest.class,
                        retest -> assertThat(retest.reason()).contains("tried again beside this request"));
        assertThat(pool.acquire(3, false, ONE, later)).as("nor do others").isInstanceOf(Answer.Broken.class);
        pool.firstAnswer(2);
        assertThat(pool.acquire(4, false, ONE, later))
                .as("unless the server has answered")
                .isEqualTo(new Answer.Wait<>(null, true));
        assertThat(pool.ready(2, "A", later)).containsExactly(4);
        assertThat(ask(5)).isEqualTo(new Answer.Use<>("A"));
    }

    @Test
    void theNextPlaceIsTriedWhenOneFails() {
        assertThat(pool.acquire(1, false, TWO, 0)).isEqualTo(new Answer.Connect<>(1, OTHER));
        var failure = fail(1, Kind.PORT_CLOSED, 0);
        assertThat(failure.elsewhere()).isEqualTo(OWN);
        assertThat(failure.tell()).isEmpty();
        assertThat(pool.ready(failure.attempt(), "A", 0)).containsExactly(1);
        pool.gone("A");
        assertThat(pool.acquire(2, false, TWO, 1))
                .as("each has its own back-off")
                .isEqualTo(new Answer.Connect<>(3, OWN));
    }

    @Test
    void whatSaysNothingAboutQuicDoesNotBreakIt() {
        ask(1);
        fail(1, Kind.HOST_NOT_FOUND, 0);
        assertThat(ask(2)).isEqualTo(new Answer.Connect<>(2, OWN));
    }

    @Test
    void eventsOfAnEarlierAttemptAreNotForThisOne() {
        ask(1);
        fail(1, Kind.HOST_NOT_FOUND, 0);
        ask(2);
        assertThat(pool.ready(1, "A", 0)).isEmpty();
        assertThat(fail(1, Kind.IO, 0).tell()).isEmpty();
        assertThat(pool.firstPacket(1, 0)).isEmpty();
        assertThat(pool.ready(2, "B", 0)).containsExactly(2);
    }

    @Test
    void anotherConnectionIsMadeOnlyWhenCrowdedAndOnlyUpToTheLimit() {
        assertThat(pool.crowded(ONE, 0)).as("there is none to be crowded").isNull();
        ask(1);
        pool.ready(1, "A", 0);
        assertThat(pool.crowded(ONE, 0)).isEqualTo(new Answer.Connect<>(2, OWN));
        assertThat(pool.crowded(ONE, 0)).as("one is on its way").isNull();
        pool.ready(2, "B", 0);
        loads.put("A", 100);
        assertThat(ask(2)).as("the one with less to do").isEqualTo(new Answer.Use<>("B"));
        assertThat(pool.crowded(ONE, 0)).as("two are enough").isNull();
    }

    @Test
    void anotherNetworkIsAFreshStart() {
        ask(1);
        fail(1, Kind.NO_ANSWER, 0);
        pool.networkChanged();
        assertThat(ask(2)).isEqualTo(new Answer.Connect<>(2, OWN));
        pool.ready(2, "A", 0);
        assertThat(pool.networkChanged()).containsExactly("A");
        assertThat(ask(3)).isEqualTo(new Answer.Connect<>(3, OWN));
    }

    @Test
    void theHeadStartFollowsWhatHandshakesTook() {
        assertThat(pool.headStart()).isEqualTo(Duration.ofMillis(250));
        ask(1);
        pool.firstPacket(1, 0);
        pool.ready(1, "A", 200 * MS);
        assertThat(pool.headStart()).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void isForgottenOnlyWhenNothingIsLostByIt() {
        assertThat(pool.forgettable()).isTrue();
        ask(1);
        assertThat(pool.forgettable()).isFalse();
        pool.ready(1, "A", 0);
        assertThat(pool.forgettable()).isFalse();
        pool.gone("A");
        assertThat(pool.forgettable()).isTrue();
        ask(2);
        fail(2, Kind.NO_ANSWER, 0);
        assertThat(pool.forgettable()).as("the back-off would be lost").isFalse();
    }

    private OriginPool.Failure<Integer> fail(long attempt, Kind kind, long now) {
        return pool.failed(attempt, Failures.of(kind), now);
    }

    private Answer<String> ask(int asker) {
        return pool.acquire(asker, false, ONE, 0);
    }
}
