package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Many requests at once, on one established connection: on a fresh client the JDK's opens a TCP connection for each, and
 * OkHttp several, which compares connections and not protocols.
 */
final class Burst implements Scenario {
    /** Asked for first, so that the connection is there. */
    static final String PRIMING = "/1k.bin";

    static final long PRIMING_SIZE = 1024;

    @Override
    public void run(PeerFactory clients, Settings settings, ReplyCheck check, Consumer<Result> results)
            throws Exception {
        for (int i = 0; i < settings.warmUp(); i++) { // loads classes, on connections of their own
            try (Peer peer = clients.open(settings.target())) {
                prime(peer, settings, check);
            }
        }
        int inFlight = settings.inFlight();
        for (int i = 0; i < settings.repetitions(); i++) {
            try (Peer peer = clients.open(settings.target())) {
                prime(peer, settings, check);
                Thread.sleep(300); // until the acknowledgements of the first exchange have come
                results.accept(burst(peer, inFlight, settings, check));
            }
        }
    }

    private static void prime(Peer peer, Settings settings, ReplyCheck check) throws Exception {
        check.check(peer.get(PRIMING).get(settings.limit().toMillis(), TimeUnit.MILLISECONDS), PRIMING_SIZE);
    }

    private static Result burst(Peer peer, int inFlight, Settings settings, ReplyCheck check) throws Exception {
        ProcessMeter meter = ProcessMeter.start(settings.serverPid());
        double[] millis = new double[inFlight];
        CompletableFuture<?>[] replies = new CompletableFuture<?>[inFlight];
        for (int i = 0; i < inFlight; i++) {
            int index = i;
            replies[i] = peer.get(settings.path()).thenAccept(reply -> {
                check.check(reply, settings.size());
                millis[index] = meter.seconds() * 1000;
            });
        }
        CompletableFuture.allOf(replies).get(settings.limit().toMillis(), TimeUnit.MILLISECONDS);
        double all = meter.seconds();
        double cpu = meter.cpuSeconds();
        Arrays.sort(millis);
        return Result.of(inFlight)
                .with("seconds", all)
                .with("first_ms", millis[0])
                .with("p50_ms", millis[inFlight / 2])
                .with("p99_ms", millis[(int) Math.ceil(inFlight * 0.99) - 1])
                .with("cpu_s", cpu)
                .with("rss_mib", meter.residentMiB())
                .with("heap_mib", meter.heapMiB());
    }
}
