package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.PeerFactory;
import java.util.function.Consumer;

/** A way to use a client, and what is measured while it is so used. */
interface Scenario {
    /** Runs it and hands over each result as it is there. Throws what a request failed with. */
    void run(PeerFactory clients, Settings settings, ReplyCheck check, Consumer<Result> results) throws Exception;

    /** The one of that name. */
    static Scenario named(String name) {
        return switch (name) {
            case "cold" -> new ColdStart();
            case "small" -> new SmallRequests();
            case "down" -> new BulkTransfer(false);
            case "up" -> new BulkTransfer(true);
            case "burst" -> new Burst();
            default -> throw new IllegalArgumentException("no such scenario: '" + name + "'");
        };
    }
}
