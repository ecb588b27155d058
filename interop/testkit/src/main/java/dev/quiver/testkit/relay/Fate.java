package dev.quiver.testkit.relay;

/**
 * What becomes of one datagram.
 *
 * @param number counts the datagrams of a direction, from 0
 * @param verdict whether it goes on
 * @param departNanos when it leaves the relay, on the clock of the question; of no meaning unless forwarded
 * @param copies how often it leaves
 * @param reordered whether it was held back for others to overtake
 * @param flippedBit which bit is turned over; -1 for none
 */
record Fate(long number, Verdict verdict, long departNanos, int copies, boolean reordered, int flippedBit) {
    enum Verdict {
        FORWARDED,
        DROPPED,
        QUEUE_FULL,
        CUT_OFF
    }

    static Fate lost(long number, Verdict verdict) {
        return new Fate(number, verdict, 0, 0, false, -1);
    }
}
