package dev.quiver.testkit.relay;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one direction of a network treats datagrams, in the order in which it does: loss, the queue before the
 * bottleneck, the bottleneck, the way behind it.
 *
 * @param drop the share lost at random, 0 to 1
 * @param bitsPerSecond the bottleneck's rate, headers of IPv4 and UDP included (28 bytes a datagram); 0 is unlimited
 * @param queueBytes what may wait before the bottleneck; what does not fit is lost
 * @param delay the way's duration, the same for all
 * @param jitter at most this much more, evenly spread; order is kept
 * @param reorder the share held back by {@code reorderBy}, so that later datagrams overtake it, 0 to 1
 * @param reorderBy how long such a datagram is held back
 * @param duplicate the share delivered twice, 0 to 1
 * @param corrupt the share with one bit flipped, 0 to 1
 * @param longestRun at most so many datagrams one after another are dropped, and at most so many corrupted; 0 for no such bound
 * @param cutOff when nothing gets through at all; null for never
 */
public record LinkConditions(
        double drop,
        long bitsPerSecond,
        long queueBytes,
        Duration delay,
        Duration jitter,
        double reorder,
        Duration reorderBy,
        double duplicate,
        double corrupt,
        int longestRun,
        @Nullable CutOff cutOff) {

    /** A perfect network: everything arrives, once, at once. */
    public static final LinkConditions PERFECT = newBuilder().build();

    /**
     * A blackhole that opens by itself.
     *
     * @param afterPackets how many datagrams come through the relay's door before it
     * @param lasting how long it stays, from the first datagram it swallows on; null is for ever
     */
    public record CutOff(long afterPackets, @Nullable Duration lasting) {
        public CutOff {
            if (afterPackets < 0) {
                throw new IllegalArgumentException("afterPackets cannot be negative");
            }
            if (lasting != null) {
                notNegative("lasting", lasting);
            }
        }
    }

    public LinkConditions {
        share("drop", drop);
        share("reorder", reorder);
        share("duplicate", duplicate);
        share("corrupt", corrupt);
        notNegative("delay", delay);
        notNegative("jitter", jitter);
        notNegative("reorderBy", reorderBy);
        if (longestRun < 0) {
            throw new IllegalArgumentException("longestRun cannot be negative");
        }
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("bitsPerSecond cannot be negative");
        }
        if (queueBytes < 0) {
            throw new IllegalArgumentException("queueBytes cannot be negative");
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " cannot be negative");
        }
    }

    /** Begins with a perfect network. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Sets conditions by name; each is described at the record. Not thread-safe. */
    public static final class Builder {
        private double drop;
        private long bitsPerSecond;
        private long queueBytes = 250_000;
        private Duration delay = Duration.ZERO;
        private Duration jitter = Duration.ZERO;
        private double reorder;
        private Duration reorderBy = Duration.ofMillis(10);
        private double duplicate;
        private double corrupt;
        private int longestRun;
        private @Nullable CutOff cutOff;

        private Builder() {}

        /** The share lost at random, 0 to 1. */
        public Builder drop(double share) {
            this.drop = share;
            return this;
        }

        /** The rate in 10^6 bits a second, with a queue of 250,000 bytes unless {@link #queue} says otherwise. */
        public Builder megabits(double perSecond) {
            this.bitsPerSecond = Math.round(perSecond * 1e6);
            return this;
        }

        /** What may wait before the bottleneck, in bytes. */
        public Builder queue(long bytes) {
            this.queueBytes = bytes;
            return this;
        }

        /** The way's duration. */
        public Builder delay(Duration oneWay) {
            this.delay = oneWay;
            return this;
        }

        /** At most this much more than the delay. */
        public Builder jitter(Duration most) {
            this.jitter = most;
            return this;
        }

        /** The share that later datagrams may overtake, and how long each is held back for that. */
        public Builder reorder(double share, Duration by) {
            this.reorder = share;
            this.reorderBy = by;
            return this;
        }

        /** The share delivered twice. */
        public Builder duplicate(double share) {
            this.duplicate = share;
            return this;
        }

        /** The share with one bit flipped. */
        public Builder corrupt(double share) {
            this.corrupt = share;
            return this;
        }

        /** At most so many datagrams one after another are dropped, and at most so many corrupted. */
        public Builder longestRun(int datagrams) {
            this.longestRun = datagrams;
            return this;
        }

        /** A blackhole for ever, once so many datagrams have come. */
        public Builder cutOffAfter(long packets) {
            this.cutOff = new CutOff(packets, null);
            return this;
        }

        /** A blackhole that ends, once so many datagrams have come. */
        public Builder cutOffAfter(long packets, Duration lasting) {
            this.cutOff = new CutOff(packets, lasting);
            return this;
        }

        /** The conditions. */
        public LinkConditions build() {
            return new LinkConditions(
                    drop,
                    bitsPerSecond,
                    queueBytes,
                    delay,
                    jitter,
                    reorder,
                    reorderBy,
                    duplicate,
                    corrupt,
                    longestRun,
                    cutOff);
        }
    }
}
