package dev.quiver.quic.examples;

import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.DatagramOptions.Overflow;
import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.ListenerBuilder;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The time of day, told by datagrams: late ones are worth nothing, so lost ones are not sent again. */
public final class DatagramClock {
    /** One is enough: who is slow wants the newest time, not the oldest. */
    private static final DatagramOptions NEWEST = new DatagramOptions(1, 1, Overflow.DROP_OLDEST);

    private DatagramClock() {}

    /** Tells every group the time, until the group ends. */
    public static QuicListener listen(ListenerBuilder builder, ScheduledExecutorService ticks, Duration interval) {
        QuicListener listener = builder.alpn("clock").datagrams(NEWEST).build();
        listener.onGroup(group -> {
            ScheduledFuture<?> ticking =
                    ticks.scheduleAtFixedRate(() -> tell(group), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
            group.terminated().thenRun(() -> ticking.cancel(false));
        });
        listener.start();
        return listener;
    }

    private static void tell(QuicConnectionGroup group) {
        long now = Instant.now().toEpochMilli();
        // Refused when the queue is full or the peer takes none: the next tick makes up for it.
        group.datagrams().send(ByteBuffer.allocate(Long.BYTES).putLong(0, now));
    }

    /** The next time told. */
    public static Instant ask(GroupBuilder builder) throws Exception {
        try (QuicConnectionGroup group = builder.alpn("clock").datagrams(NEWEST).build()) {
            CompletableFuture<Instant> told = new CompletableFuture<>();
            group.datagrams().onDatagram(data -> told.complete(Instant.ofEpochMilli(data.getLong())));
            group.start().get();
            return told.get(30, TimeUnit.SECONDS);
        }
    }
}
