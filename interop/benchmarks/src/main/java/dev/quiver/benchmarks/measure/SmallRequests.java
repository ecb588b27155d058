package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import java.time.Duration;
import java.util.function.Consumer;

/** Small responses in a closed loop on one connection. */
final class SmallRequests implements Scenario {
    @Override
    public void run(PeerFactory clients, Settings settings, ReplyCheck check, Consumer<Result> results)
            throws Exception {
        int inFlight = settings.inFlight();
        try (Peer peer = clients.open(settings.target())) {
            if (settings.warmUp() > 0) {
                loop(peer, settings, check).run(inFlight, Duration.ofSeconds(settings.warmUp()), settings.limit());
            }
            ProcessMeter meter = ProcessMeter.start(settings.serverPid());
            ClosedLoop loop = loop(peer, settings, check).run(inFlight, settings.measuring(), settings.limit());
            results.accept(result(inFlight, loop, meter));
        }
    }

    private static ClosedLoop loop(Peer peer, Settings settings, ReplyCheck check) {
        return new ClosedLoop(peer, settings.path(), settings.size(), check);
    }

    private static Result result(int inFlight, ClosedLoop loop, ProcessMeter meter) {
        double cpu = meter.cpuSeconds();
        double answered = loop.answered();
        return Result.of(inFlight)
                .with("requests_s", answered / loop.seconds())
                .with("p50_us", loop.latencies().percentile(0.5))
                .with("p99_us", loop.latencies().percentile(0.99))
                .with("cpu_s_per_10k", cpu * 10_000 / answered)
                .with("client_cores", cpu / loop.seconds())
                .with("server_cores", meter.serverCpuSeconds() / loop.seconds())
                .with("sleeps_per_request", meter.sleeps() / answered)
                .with("allocated_bytes_per_request", meter.allocatedBytes() / answered)
                .with("rss_mib", meter.residentMiB())
                .with("heap_mib", meter.heapMiB());
    }
}
