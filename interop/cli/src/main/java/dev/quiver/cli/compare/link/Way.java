package dev.quiver.cli.compare.link;

import dev.quiver.cli.transfer.HostPort;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How clients reach one server: straight, elsewhere than its name leads, or over a link. UDP over a link goes through the
 * testkit's relay, TCP through a {@link Lane}. Used by one thread.
 */
public final class Way implements AutoCloseable {
    private static final long SEED = 1;

    private final @Nullable LossyRelay relay;
    private final @Nullable TcpTunnel tunnel;
    private final @Nullable Lane lane;
    private final @Nullable HostPort quic;
    private final @Nullable InetSocketAddress tunnelAddress;

    private Way(@Nullable LossyRelay relay, @Nullable HostPort quic, @Nullable TcpTunnel tunnel, @Nullable Lane lane)
            throws IOException {
        this.relay = relay;
        this.quic = quic;
        this.tunnel = tunnel;
        this.lane = lane;
        this.tunnelAddress = tunnel == null ? null : tunnel.address();
    }

    /** Where the URL leads by itself. */
    public static Way straight() throws IOException {
        return new Way(null, null, null, null);
    }

    /** To this address, for TCP; QUIC is sent there by its client's own settings. */
    public static Way to(InetSocketAddress server) throws IOException {
        return new Way(null, null, TcpTunnel.open(() -> SocketChannel.open(server)), null);
    }

    /**
     * Over a link to this address.
     *
     * @param lanes what makes the link for TCP; null where TCP is not to go over it
     */
    public static Way over(LinkCondition link, InetSocketAddress server, @Nullable Lanes lanes) throws IOException {
        LossyRelay relay =
                LossyRelay.newBuilder(server).seed(SEED).both(conditions(link)).start();
        Lane lane = null;
        try {
            InetSocketAddress door = relay.address();
            HostPort quic = new HostPort(door.getAddress().getHostAddress(), door.getPort());
            if (lanes == null) {
                return new Way(relay, quic, null, null);
            }
            lane = Lane.up(lanes, link, server);
            return new Way(relay, quic, TcpTunnel.open(lane), lane);
        } catch (IOException | RuntimeException e) {
            relay.close();
            if (lane != null) {
                lane.close();
            }
            throw e;
        }
    }

    private static LinkConditions conditions(LinkCondition link) {
        return LinkConditions.newBuilder()
                .delay(Duration.ofNanos(Math.round(link.delayMillis() * 1e6)))
                .drop(link.lossPercent() / 100)
                .megabits(link.megabits())
                .queue(LinkCondition.QUEUE_BYTES)
                .build();
    }

    /** Where QUIC goes in place of where its settings lead; null where they hold. */
    public @Nullable HostPort quic() {
        return quic;
    }

    /** The HTTP proxy by which TCP goes; null where it goes straight. */
    public @Nullable InetSocketAddress tunnel() {
        return tunnelAddress;
    }

    /** Why the server could not be reached over TCP since it was asked last; null where it could, or nobody knows. */
    public @Nullable IOException takeRefusal() {
        IOException behind = lane == null ? null : lane.takeRefusal();
        IOException before = tunnel == null ? null : tunnel.takeRefusal();
        return behind == null ? before : behind;
    }

    @Override
    public void close() throws IOException {
        if (relay != null) {
            relay.close();
        }
        if (tunnel != null) {
            tunnel.close();
        }
        if (lane != null) {
            lane.close();
        }
    }
}
