package dev.quiver.peers;

import dev.quiver.testkit.relay.DatagramTap;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What the runner's simulator does to the network while files come. */
final class EndpointDisturbances {
    private EndpointDisturbances() {}

    /** Nothing passes for two seconds, after five. */
    static void blackhole(LossyRelay relay, ScheduledExecutorService timer) {
        timer.schedule(() -> relay.cutOff(), 5, TimeUnit.SECONDS);
        timer.schedule(relay::resume, 7, TimeUnit.SECONDS);
    }

    /** The server does not hear these of the client's packets, the first being 1. */
    static Supplier<DatagramTap> clientUnheard(int from, int to) {
        return () -> {
            AtomicInteger count = new AtomicInteger();
            return (direction, client, datagram) -> {
                int number = direction == Direction.TO_SERVER ? count.incrementAndGet() : 0;
                return number < from || number > to;
            };
        };
    }

    /** The client's port changes after a second, and then every five. */
    static void ports(LossyRelay relay, ScheduledExecutorService timer) {
        every(timer, relay::rebind);
    }

    /** The client's address changes too: 127.0.0.2, 127.0.0.3 and so on. */
    static void addresses(LossyRelay relay, ScheduledExecutorService timer) {
        AtomicInteger last = new AtomicInteger(1);
        every(
                timer,
                () -> relay.rebind(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last.incrementAndGet()})));
    }

    private interface Rebinding {
        void rebind() throws IOException;
    }

    private static void every(ScheduledExecutorService timer, Rebinding rebinding) {
        timer.scheduleAtFixedRate(
                () -> {
                    try {
                        rebinding.rebind();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                1,
                5,
                TimeUnit.SECONDS);
    }
}
