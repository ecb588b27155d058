package dev.quiver.quic.internal.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Asks the system's routing table; costs no packet. */
final class Routes {
    private Routes() {}

    /** The address this machine would send from to the peer, or null when there is no way. */
    static @Nullable InetAddress to(InetSocketAddress remote) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(remote);
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        } catch (IOException e) {
            return null;
        }
    }

    /** Where packets of a socket to the peer come from: its own address, or the route's where it has none. */
    static @Nullable InetSocketAddress local(InetSocketAddress remote, InetSocketAddress bound) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return bound;
        }
        InetAddress route = to(remote);
        return route == null ? null : new InetSocketAddress(route, bound.getPort());
    }
}
