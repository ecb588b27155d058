package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakeLogTest {
    private static final int ROUNDS = 3_000;

    /** An event loop records while others read the report: neither waits for the other for ever. */
    @Test
    void reportsAreReadWhileEventsAreRecorded() throws Exception {
        HandshakeLog log = new HandshakeLog("localhost", 1, "localhost:1", task -> {});
        HandshakeRecorder recorder = new HandshakeRecorder(log);
        log.follow(recorder);
        // Daemons: where they did wait, the test ends all the same.
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletableFuture<Void> records = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            recorder.packetSent(new InetSocketAddress("127.0.0.1", 9));
                        }
                    },
                    threads);
            CompletableFuture<Void> reads = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            log.report();
                        }
                    },
                    threads);
            CompletableFuture.allOf(records, reads).get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(log.report().events()).hasSize(ROUNDS);
        recorder.chainPresented(List.of());
        assertThat(log.report().presentedChain()).isEmpty();
    }
}
