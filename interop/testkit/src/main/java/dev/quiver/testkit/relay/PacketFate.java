package dev.quiver.testkit.relay;

import dev.quiver.testkit.relay.Fate.Verdict;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each datagram of one direction. It has no clock, socket or thread: the caller says what time
 * it is. Every roll of the dice depends on the seed and the datagram's number alone, never on time or on the other
 * conditions, so that the fifth datagram that is lost with a seed is lost in every run. Not thread-safe.
 */
final class PacketFate {
    /** What IPv4 and UDP put before each datagram. */
    static final int HEADER_BYTES = 28;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;
    private LinkConditions conditions;
    private long number;
    private long bottleneckFreeAt = Long.MIN_VALUE;
    private long lastInOrder = Long.MIN_VALUE;
    private boolean cutByHand;
    private @Nullable Long cutSince;
    private boolean cutOver;
    private int droppedInARow;
    private int corruptedInARow;

    PacketFate(LinkConditions conditions, long seed, Direction direction) {
        this.conditions = conditions;
        this.seed = seed ^ (direction == Direction.TO_SERVER ? 0 : 0x5DEECE66DL << 13);
    }

    /** New conditions from the next datagram on; what is under way keeps its fate, the count goes on. */
    void conditions(LinkConditions next) {
        this.conditions = next;
        this.cutSince = null;
        this.cutOver = false;
    }

    LinkConditions conditions() {
        return conditions;
    }

    /** Lets nothing through until {@link #resume}. */
    void cutOff() {
        cutByHand = true;
    }

    /** Ends a cut, whoever made it. */
    void resume() {
        cutByHand = false;
        cutOver = cutSince != null;
    }

    /** The fate of the next datagram. */
    Fate next(long nowNanos, int bytes) {
        long n = number++;
        SplittableRandom dice = new SplittableRandom(seed + n * GOLDEN_GAMMA);
        // All are rolled, always and in this order: turning one condition on leaves the others' victims as they were.
        double drop = dice.nextDouble();
        double duplicate = dice.nextDouble();
        double reorder = dice.nextDouble();
        double corrupt = dice.nextDouble();
        double jitter = dice.nextDouble();
        double bit = dice.nextDouble();

        if (isCut(n, nowNanos)) {
            return Fate.lost(n, Verdict.CUT_OFF);
        }
        if (drop < conditions.drop() && mayHarm(droppedInARow)) {
            droppedInARow++;
            return Fate.lost(n, Verdict.DROPPED);
        }
        droppedInARow = 0;
        long served = serve(nowNanos, bytes + HEADER_BYTES);
        if (served < 0) {
            return Fate.lost(n, Verdict.QUEUE_FULL);
        }
        boolean heldBack = reorder < conditions.reorder();
        long depart = served
                + conditions.delay().toNanos()
                + (long) (jitter * conditions.jitter().toNanos());
        if (heldBack) {
            depart += conditions.reorderBy().toNanos();
        } else {
            depart = Math.max(depart, lastInOrder);
            lastInOrder = depart;
        }
        boolean corrupted = bytes > 0 && corrupt < conditions.corrupt() && mayHarm(corruptedInARow);
        corruptedInARow = corrupted ? corruptedInARow + 1 : 0;
        return new Fate(
                n,
                Verdict.FORWARDED,
                depart,
                duplicate < conditions.duplicate() ? 2 : 1,
                heldBack,
                corrupted ? (int) (bit * bytes * 8) : -1);
    }

    private boolean mayHarm(int inARow) {
        return conditions.longestRun() == 0 || inARow < conditions.longestRun();
    }

    private boolean isCut(long n, long nowNanos) {
        if (cutByHand) {
            return true;
        }
        LinkConditions.CutOff cutOff = conditions.cutOff();
        if (cutOff == null || cutOver || n < cutOff.afterPackets()) {
            return false;
        }
        if (cutSince == null) {
            cutSince = nowNanos;
        }
        if (cutOff.lasting() != null && nowNanos - cutSince >= cutOff.lasting().toNanos()) {
            cutOver = true;
        }
        return !cutOver;
    }

    /** When the bottleneck is through with these bytes; -1 when the queue before it is full. */
    private long serve(long nowNanos, int bytes) {
        long rate = conditions.bitsPerSecond();
        if (rate == 0) {
            return nowNanos;
        }
        long begin = Math.max(bottleneckFreeAt, nowNanos);
        double waiting = (begin - nowNanos) * (rate / 8e9);
        // An idle bottleneck takes one datagram whatever the queue's size, as a link without any buffer does.
        if (begin > nowNanos && waiting + bytes > conditions.queueBytes()) {
            return -1;
        }
        bottleneckFreeAt = begin + Math.round(bytes * 8e9 / rate);
        return bottleneckFreeAt;
    }
}
