package dev.quiver.cli.compare.link;

import java.math.BigDecimal;

/**
 * What a link does to packets, each way.
 *
 * @param delayMillis how long each is under way
 * @param lossPercent the share lost at random
 * @param megabits the rate in 10^6 bits a second, before a queue of 250,000 bytes; 0 is unlimited
 */
public record LinkCondition(double delayMillis, double lossPercent, double megabits) {
    /** What may wait before the bottleneck, in bytes. */
    static final long QUEUE_BYTES = 250_000;

    /** {@code 20 ms each way, 1 % lost, 50 Mbit/s}. */
    @Override
    public String toString() {
        return number(delayMillis) + " ms each way, " + number(lossPercent) + " % lost"
                + (megabits > 0 ? ", " + number(megabits) + " Mbit/s" : "");
    }

    /** Without needless zeros. */
    public static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
