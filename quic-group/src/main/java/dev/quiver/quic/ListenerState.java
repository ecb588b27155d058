package dev.quiver.quic;

import java.net.InetSocketAddress;

/** Where a listener is in its life. */
public sealed interface ListenerState {
    /** Built, not started. */
    record Setup() implements ListenerState {}

    /** Accepts groups at this address. */
    record Ready(InetSocketAddress address) implements ListenerState {}

    /** Accepts no more; its groups go on. */
    record Draining(InetSocketAddress address) implements ListenerState {}

    /** The address could not be bound. */
    record Failed(QuicException cause) implements ListenerState {}

    /** Over; the socket is closed. */
    record Stopped() implements ListenerState {}
}
