package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A new client, its connection, and a small response; again and again in a JVM that is warm. */
final class ColdStart implements Scenario {
    @Override
    public void run(PeerFactory clients, Settings settings, ReplyCheck check, Consumer<Result> results)
            throws Exception {
        double first = once(clients, settings, check);
        for (int i = 1; i < settings.warmUp(); i++) {
            once(clients, settings, check);
        }
        double[] millis = new double[settings.repetitions()];
        ProcessMeter meter = ProcessMeter.start(settings.serverPid());
        for (int i = 0; i < millis.length; i++) {
            millis[i] = once(clients, settings, check);
        }
        double cpu = meter.cpuSeconds();
        Arrays.sort(millis);
        results.accept(Result.of(1)
                .with("median_ms", millis[millis.length / 2])
                .with("min_ms", millis[0])
                .with("max_ms", millis[millis.length - 1])
                .with("first_ms", first)
                .with("cpu_ms", cpu * 1000 / millis.length)
                .with("rss_mib", meter.residentMiB())
                .with("heap_mib", meter.heapMiB()));
    }

    private static double once(PeerFactory clients, Settings settings, ReplyCheck check) throws Exception {
        long began = System.nanoTime();
        double millis;
        try (Peer peer = clients.open(settings.target())) {
            check.check(
                    peer.get(settings.path()).get(settings.limit().toMillis(), TimeUnit.MILLISECONDS), settings.size());
            millis = (System.nanoTime() - began) / 1e6;
        }
        Thread.sleep(20); // the end of one connection is no part of the next one's beginning
        return millis;
    }
}
