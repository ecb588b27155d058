package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One large body after another, on one warm connection. */
final class BulkTransfer implements Scenario {
    private static final double MIB = 1 << 20;

    private final boolean up;

    BulkTransfer(boolean up) {
        this.up = up;
    }

    @Override
    public void run(PeerFactory clients, Settings settings, ReplyCheck check, Consumer<Result> results)
            throws Exception {
        try (Peer peer = clients.open(settings.target())) {
            // Connected, and its classes loaded, before anything is timed.
            await(peer.get(Burst.PRIMING), settings, check, Burst.PRIMING_SIZE);
            for (int i = 0; i < settings.warmUp(); i++) {
                transfer(peer, settings, check);
            }
            for (int i = 0; i < settings.repetitions(); i++) {
                ProcessMeter meter = ProcessMeter.start(settings.serverPid());
                transfer(peer, settings, check);
                results.accept(result(settings.size() / MIB, meter));
            }
        }
    }

    private void transfer(Peer peer, Settings settings, ReplyCheck check) throws Exception {
        if (up) {
            await(peer.put(settings.path(), settings.size()), settings, check, ReplyCheck.ANY_SIZE);
        } else {
            await(peer.get(settings.path()), settings, check, settings.size());
        }
    }

    private static void await(CompletableFuture<Reply> reply, Settings settings, ReplyCheck check, long size)
            throws Exception {
        check.check(reply.get(settings.limit().toMillis(), TimeUnit.MILLISECONDS), size);
    }

    private static Result result(double mib, ProcessMeter meter) {
        double seconds = meter.seconds();
        double cpu = meter.cpuSeconds();
        return Result.of(1)
                .with("seconds", seconds)
                .with("mib_s", mib / seconds)
                .with("cpu_s_per_gib", cpu * 1024 / mib)
                .with("client_cores", cpu / seconds)
                .with("server_cores", meter.serverCpuSeconds() / seconds)
                .with("rss_mib", meter.residentMiB())
                .with("heap_mib", meter.heapMiB());
    }
}
