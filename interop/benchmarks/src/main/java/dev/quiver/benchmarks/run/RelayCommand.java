package dev.quiver.benchmarks.run;

import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The slow link for QUIC, in a process of its own so that its work is not taken for the client's: {@code PORT LOSS-PERCENT
 * SEED}. Prints its own port and goes on until its input ends.
 */
final class RelayCommand {
    /** One way: half of the 40 ms. */
    private static final Duration DELAY = Duration.ofMillis(20);

    private static final double MEGABITS = 50;
    private static final long QUEUE_BYTES = 250_000;

    private RelayCommand() {}

    public static void main(String[] arguments) throws IOException {
        LinkConditions conditions = LinkConditions.newBuilder()
                .delay(DELAY)
                .megabits(MEGABITS)
                .queue(QUEUE_BYTES)
                .drop(Double.parseDouble(arguments[1]) / 100)
                .build();
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try (LossyRelay relay = LossyRelay.newBuilder(server)
                .seed(Long.parseLong(arguments[2]))
                .both(conditions)
                .start()) {
            System.out.println(relay.address().getPort());
            System.out.flush();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
