package dev.quiver.interop.cases.quic;

import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LinkCounts;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.List;

/** What a bad network does to some of the datagrams. */
enum Harm {
    LOSS("lost") {
        @Override
        LinkConditions.Builder to(LinkConditions.Builder link, double share) {
            return link.drop(share);
        }

        @Override
        long done(LinkCounts counts) {
            return counts.dropped();
        }
    },
    CORRUPTION("with a bit flipped") {
        @Override
        LinkConditions.Builder to(LinkConditions.Builder link, double share) {
            return link.corrupt(share);
        }

        @Override
        long done(LinkCounts counts) {
            return counts.corrupted();
        }
    };

    private final String words;

    Harm(String words) {
        this.words = words;
    }

    abstract LinkConditions.Builder to(LinkConditions.Builder link, double share);

    abstract long done(LinkCounts counts);

    /** A link as the QUIC interop runner's, 10 Mbit/s and 15 ms one way, that does this to so many, three in a row at most. */
    LinkConditions link(double share) {
        return to(
                        LinkConditions.newBuilder()
                                .megabits(10)
                                .delay(Duration.ofMillis(15))
                                .longestRun(3),
                        share)
                .build();
    }

    /** Whether it was done in both directions of these together. */
    boolean isDone(List<LossyRelay> relays) {
        return done(relays, Direction.TO_SERVER) > 0 && done(relays, Direction.TO_CLIENT) > 0;
    }

    private long done(List<LossyRelay> relays, Direction direction) {
        return relays.stream().mapToLong(relay -> done(relay.counts(direction))).sum();
    }

    private static long received(List<LossyRelay> relays, Direction direction) {
        return relays.stream()
                .mapToLong(relay -> relay.counts(direction).received())
                .sum();
    }

    /** What was done, for people. */
    String told(List<LossyRelay> relays) {
        return (relays.size() == 1 ? "the relay" : "the relays") + " counted " + done(relays, Direction.TO_SERVER)
                + " of " + received(relays, Direction.TO_SERVER)
                + " datagrams to the server and " + done(relays, Direction.TO_CLIENT) + " of "
                + received(relays, Direction.TO_CLIENT) + " from it " + words;
    }
}
