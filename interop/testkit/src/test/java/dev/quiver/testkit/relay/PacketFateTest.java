package dev.quiver.testkit.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quiver.testkit.relay.Fate.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PacketFateTest {
    private static final long MS = 1_000_000;

    private static PacketFate fate(LinkConditions.Builder conditions, long seed) {
        return new PacketFate(conditions.build(), seed, Direction.TO_SERVER);
    }

    /** As many datagrams, one each microsecond. */
    private static List<Fate> run(PacketFate fate, int packets) {
        List<Fate> all = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            all.add(fate.next(i * 1000L, 1200));
        }
        return all;
    }

    private static List<Long> numbers(List<Fate> fates, Predicate<Fate> of) {
        return fates.stream().filter(of).map(Fate::number).toList();
    }

    @Test
    void aPerfectNetworkPassesEverythingAtOnce() {
        assertThat(run(fate(LinkConditions.newBuilder(), 1), 100))
                .allSatisfy(f -> assertThat(f)
                        .isEqualTo(new Fate(f.number(), Verdict.FORWARDED, f.number() * 1000, 1, false, -1)));
    }

    @Test
    void theSameSeedGivesTheSameFate() {
        LinkConditions.Builder bad = LinkConditions.newBuilder()
                .drop(0.1)
                .duplicate(0.1)
                .corrupt(0.1)
                .reorder(0.1, Duration.ofMillis(3))
                .jitter(Duration.ofMillis(5));

        assertThat(run(fate(bad, 7), 1000)).isEqualTo(run(fate(bad, 7), 1000));
        assertThat(run(fate(bad, 7), 1000)).isNotEqualTo(run(fate(bad, 8), 1000));
        assertThat(run(fate(bad, 7), 1000))
                .isNotEqualTo(run(new PacketFate(bad.build(), 7, Direction.TO_CLIENT), 1000));
    }

    @Test
    void aRunOfLossesEndsAtItsBound() {
        List<Fate> fates = run(fate(LinkConditions.newBuilder().drop(1).longestRun(3), 1), 8);
        assertThat(numbers(fates, f -> f.verdict() == Verdict.FORWARDED)).containsExactly(3L, 7L);
        List<Fate> damaged = run(fate(LinkConditions.newBuilder().corrupt(1).longestRun(2), 1), 6);
        assertThat(numbers(damaged, f -> f.flippedBit() < 0)).containsExactly(2L, 5L);
    }

    @Test
    void theVictimsDoNotDependOnTheOtherConditions() {
        List<Long> alone = numbers(run(fate(LinkConditions.newBuilder().drop(0.05), 3), 2000), PacketFateTest::dropped);
        LinkConditions.Builder more = LinkConditions.newBuilder()
                .drop(0.05)
                .duplicate(0.3)
                .corrupt(0.2)
                .jitter(Duration.ofMillis(9))
                .delay(Duration.ofMillis(20));

        assertThat(numbers(run(fate(more, 3), 2000), PacketFateTest::dropped)).isEqualTo(alone);
        assertThat(alone).hasSizeBetween(60, 140);
    }

    private static boolean dropped(Fate fate) {
        return fate.verdict() == Verdict.DROPPED;
    }

    @Test
    void sharesAreMetOverManyDatagrams() {
        List<Fate> fates = run(
                fate(LinkConditions.newBuilder().duplicate(0.2).corrupt(0.3).reorder(0.4, Duration.ofMillis(1)), 11),
                20_000);

        assertThat(numbers(fates, f -> f.copies() == 2).size()).isCloseTo(4000, within(200));
        assertThat(numbers(fates, f -> f.flippedBit() >= 0).size()).isCloseTo(6000, within(250));
        assertThat(numbers(fates, Fate::reordered).size()).isCloseTo(8000, within(250));
        assertThat(fates).allSatisfy(f -> assertThat(f.flippedBit()).isBetween(-1, 1200 * 8 - 1));
    }

    @Test
    void theBottleneckSpacesDatagramsByItsRate() {
        PacketFate fate = fate(LinkConditions.newBuilder().megabits(50).delay(Duration.ofMillis(20)), 0);
        long each = Math.round((1200 + PacketFate.HEADER_BYTES) * 8e9 / 50e6);

        for (int i = 1; i <= 10; i++) {
            assertThat(fate.next(0, 1200).departNanos()).isEqualTo(20 * MS + i * each);
        }
        assertThat(fate.next(500 * MS, 1200).departNanos()).isEqualTo(520 * MS + each);
    }

    @Test
    void aFullQueueTurnsDatagramsAwayUntilItDrains() {
        PacketFate fate = fate(LinkConditions.newBuilder().megabits(8).queue(5 * 1228), 0);

        List<Verdict> burst = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            burst.add(fate.next(0, 1200).verdict());
        }
        assertThat(burst.subList(0, 5)).containsOnly(Verdict.FORWARDED);
        assertThat(burst.subList(5, 8)).containsOnly(Verdict.QUEUE_FULL);
        // 8 Mbit/s is a byte a microsecond: one datagram's time later there is room for one more.
        assertThat(fate.next(1_228_000, 1200).verdict()).isEqualTo(Verdict.FORWARDED);
        assertThat(fate.next(1_228_000, 1200).verdict()).isEqualTo(Verdict.QUEUE_FULL);
    }

    @Test
    void jitterKeepsOrderAndReorderingBreaksIt() {
        List<Fate> jittered = run(fate(LinkConditions.newBuilder().jitter(Duration.ofMillis(5)), 5), 500);
        assertThat(jittered).isSortedAccordingTo((a, b) -> Long.compare(a.departNanos(), b.departNanos()));
        assertThat(jittered.get(0).departNanos()).isBetween(0L, 5 * MS);

        List<Fate> mixed = run(fate(LinkConditions.newBuilder().reorder(0.1, Duration.ofMillis(2)), 5), 500);
        Fate held = mixed.stream().filter(Fate::reordered).findFirst().orElseThrow();
        assertThat(held.departNanos()).isEqualTo(held.number() * 1000 + 2 * MS);
        assertThat(mixed.get((int) held.number() + 1).departNanos()).isLessThan(held.departNanos());
    }

    @Test
    void aCutOffBeginsAfterItsDatagramsAndEndsInTime() {
        PacketFate fate = fate(LinkConditions.newBuilder().cutOffAfter(3, Duration.ofMillis(10)), 0);

        assertThat(numbers(run(fate, 6), f -> f.verdict() == Verdict.CUT_OFF)).containsExactly(3L, 4L, 5L);
        assertThat(fate.next(9 * MS, 1).verdict()).isEqualTo(Verdict.CUT_OFF);
        assertThat(fate.next(10 * MS + 3000, 1).verdict()).isEqualTo(Verdict.FORWARDED);
        assertThat(fate.next(11 * MS, 1).verdict()).isEqualTo(Verdict.FORWARDED);
    }

    @Test
    void aCutOffByHandLastsUntilResumedAndKeepsTheDiceRolling() {
        LinkConditions.Builder lossy = LinkConditions.newBuilder().drop(0.2);
        List<Long> uncut = numbers(run(fate(lossy, 9), 300), PacketFateTest::dropped);
        PacketFate fate = fate(lossy, 9);
        fate.cutOff();
        assertThat(run(fate, 100)).allMatch(f -> f.verdict() == Verdict.CUT_OFF);
        fate.resume();

        assertThat(numbers(run(fate, 200), PacketFateTest::dropped))
                .isEqualTo(uncut.stream().filter(n -> n >= 100).toList());
    }
}
