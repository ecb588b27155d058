package dev.quiver.peers;

import dev.quiver.testkit.relay.DatagramTap;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A case of the QUIC interop runner, as its {@code testcases_quic.py} has it: what the client is told, the files, the
 * network. Where the relay is not what the runner's simulator is, the case says so.
 *
 * @param name the runner's name for it
 * @param told what the client is told
 * @param sizes the files' sizes in bytes; none where the client cannot do the case
 * @param network what the relay does all the time
 * @param disturbance what happens to the network meanwhile
 * @param proof what has to be seen
 */
record EndpointScenario(
        String name,
        String told,
        List<Integer> sizes,
        UnaryOperator<LossyRelay.Builder> network,
        Disturbance disturbance,
        EndpointProof proof) {

    private static final int K = 1 << 10;
    private static final int M = 1 << 20;

    /** Losses and corruptions by chance hit at most three packets in a row, as the simulator's do. */
    private static final int LONGEST_RUN = 3;

    /** Something that happens to the network while files come. */
    @FunctionalInterface
    interface Disturbance {
        void plan(LossyRelay relay, ScheduledExecutorService timer);
    }

    /** All of the runner's names, and one that it does not have. */
    static final List<EndpointScenario> ALL = List.of(
            of("handshake", "handshake", EndpointProof.oneHandshake(), K),
            of("transfer", "transfer", EndpointProof.windowsRenewed(), 2 * M, 3 * M, 5 * M),
            of("longrtt", "handshake", EndpointProof.secondClientHello(), K)
                    .on(simulated().delay(Duration.ofMillis(750))),
            unsupported("chacha20"),
            of("multiplexing", "transfer", EndpointProof.oneHandshake(), many(1999, 32)),
            of("retry", "retry", EndpointProof.retried(), 10 * K),
            of("resumption", "resumption", EndpointProof.resumed(), 5 * K, 10 * K),
            of("zerortt", "zerortt", EndpointProof.early(), many(40, 32)),
            of("http3", "http3", EndpointProof.oneHandshake(), 5 * K, 10 * K, 500 * K),
            of("blackhole", "transfer", EndpointProof.cutOff(), 10 * M).disturbed(EndpointDisturbances::blackhole),
            unsupported("keyupdate"),
            unsupported("ecn"),
            of("amplificationlimit", "transfer", EndpointProof.longChain(), 5 * K)
                    .tapped(EndpointDisturbances.clientUnheard(2, 7)),
            of("handshakeloss", "multiconnect", EndpointProof.handshakes(50).and(EndpointProof.lost()), many(50, K))
                    .on(simulated().drop(0.3)),
            of("transferloss", "transfer", EndpointProof.oneHandshake().and(EndpointProof.lost()), 2 * M)
                    .on(simulated().drop(0.02)),
            of(
                            "handshakecorruption",
                            "multiconnect",
                            EndpointProof.handshakes(50).and(EndpointProof.corrupted()),
                            many(50, K))
                    .on(simulated().corrupt(0.3)),
            of("transfercorruption", "transfer", EndpointProof.oneHandshake().and(EndpointProof.corrupted()), 2 * M)
                    .on(simulated().corrupt(0.02)),
            of("ipv6", "transfer", EndpointProof.oneHandshake(), 5 * K, 10 * K),
            unsupported("v2"),
            unsupported("versionnegotiation"),
            of("rebind-port", "transfer", EndpointProof.pathsValidated(), 10 * M)
                    .disturbed(EndpointDisturbances::ports),
            of("rebind-addr", "transfer", EndpointProof.pathsValidated(), 10 * M)
                    .disturbed(EndpointDisturbances::addresses),
            unsupported("connectionmigration"),
            of("goodput", "transfer", EndpointProof.goodput(), 10 * M),
            // The other traffic is a second client's on the same link: QUIC, and not TCP.
            of("crosstraffic", "transfer", EndpointProof.goodput(), 10 * M),
            unsupported("amber-otter"));

    /** 10 Mbit/s, 15 ms each way, 25 packets in the queue. */
    static LinkConditions.Builder simulated() {
        return LinkConditions.newBuilder().megabits(10).queue(25 * 1500).delay(Duration.ofMillis(15));
    }

    boolean isUnsupported() {
        return sizes.isEmpty();
    }

    private static EndpointScenario of(String name, String told, EndpointProof proof, Integer... sizes) {
        return new EndpointScenario(
                name, told, List.of(sizes), builder -> builder.both(simulated().build()), (relay, timer) -> {}, proof);
    }

    private static EndpointScenario unsupported(String name) {
        return of(name, name, EndpointProof.oneHandshake());
    }

    private EndpointScenario on(LinkConditions.Builder other) {
        LinkConditions conditions = other.longestRun(LONGEST_RUN).build();
        return new EndpointScenario(name, told, sizes, builder -> builder.both(conditions), disturbance, proof);
    }

    private EndpointScenario disturbed(Disturbance by) {
        return new EndpointScenario(name, told, sizes, network, by, proof);
    }

    private EndpointScenario tapped(Supplier<DatagramTap> by) {
        return new EndpointScenario(
                name, told, sizes, builder -> network.apply(builder).tap(by.get()), disturbance, proof);
    }

    private static Integer[] many(int files, int size) {
        return Collections.nCopies(files, size).toArray(Integer[]::new);
    }

    @Override
    public String toString() {
        return name;
    }
}
