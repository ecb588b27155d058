package dev.quiver.quic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Something changed about the way between this machine and the peer. */
public sealed interface PathEvent {
    /**
     * Packets now leave from another address: after {@link QuicConnectionGroup#rebind}, or because the network changed.
     * To the peer this looks like a NAT rebinding (RFC 9000 §9.3).
     */
    record PathChanged(@Nullable InetSocketAddress from, InetSocketAddress to) implements PathEvent {}

    /** Whether this machine has a route to the peer at all. Streams wait, and go on when it is back in time. */
    record ViabilityChanged(boolean viable) implements PathEvent {}

    /** Another address of this machine appeared from which the system would now reach the peer. */
    record BetterPath(InetAddress local) implements PathEvent {}
}
