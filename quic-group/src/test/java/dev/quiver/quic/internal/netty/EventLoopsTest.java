package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The process's loops when one of them has ended before its time, as an Error in it ends it. */
class EventLoopsTest {
    private static void end(EventLoops.Lease lease) throws Exception {
        lease.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aLoopThatHasEndedIsGivenToNobodyMore() throws Exception {
        List<EventLoops.Lease> leases = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                EventLoops.Lease lease = EventLoops.lease();
                leases.add(lease);
                assertThat(lease.loop().isShuttingDown()).isFalse();
                end(lease);
            }
        } finally {
            leases.forEach(EventLoops.Lease::close);
        }
    }

    @Test
    void theNetworkIsWatchedThoughTheLoopOfTheWatchHasEnded() throws Exception {
        try (EventLoops.Lease first = EventLoops.lease()) {
            end(first);
            try (EventLoops.Lease second = EventLoops.lease()) {
                Object key = new Object();
                second.watch().add(key, second.loop(), () -> {});
                second.watch().remove(key);
                CompletableFuture<Void> alive = new CompletableFuture<>();
                second.loop().execute(() -> alive.complete(null));
                alive.get(30, TimeUnit.SECONDS);
            }
        }
    }
}
