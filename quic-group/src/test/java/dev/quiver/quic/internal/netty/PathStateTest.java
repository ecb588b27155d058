package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.PathEvent.BetterPath;
import dev.quiver.quic.PathEvent.PathChanged;
import dev.quiver.quic.PathEvent.ViabilityChanged;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PathStateTest {
    private static final InetAddress WIFI = address(10);
    private static final InetAddress CABLE = address(20);
    private static final InetSocketAddress LOCAL = new InetSocketAddress(WIFI, 5000);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anUnboundSocketFollowsTheRoute() {
        PathState path = new PathState(LOCAL, false);
        assertThat(path.networkChanged(WIFI, true)).isEmpty();
        assertThat(path.networkChanged(null, false)).containsExactly(new ViabilityChanged(false));
        assertThat(path.networkChanged(null, false)).isEmpty();
        InetSocketAddress moved = new InetSocketAddress(CABLE, 5000);
        assertThat(path.networkChanged(CABLE, false))
                .containsExactly(new ViabilityChanged(true), new PathChanged(LOCAL, moved));
        assertThat(path.local()).isEqualTo(moved);
    }

    @Test
    void aBoundSocketStaysAndIsToldOfTheBetterWayOnce() {
        PathState path = new PathState(LOCAL, true);
        assertThat(path.networkChanged(CABLE, true)).containsExactly(new BetterPath(CABLE));
        assertThat(path.networkChanged(CABLE, true)).isEmpty();
        assertThat(path.networkChanged(CABLE, false)).containsExactly(new ViabilityChanged(false));
        InetSocketAddress moved = new InetSocketAddress(CABLE, 6000);
        assertThat(path.rebound(moved)).containsExactly(new PathChanged(LOCAL, moved));
        assertThat(path.networkChanged(CABLE, true)).containsExactly(new ViabilityChanged(true));
    }
}
