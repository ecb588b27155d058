package dev.quiver.testkit.relay;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Looks at every datagram that comes to a relay, before the conditions decide its fate, and may take it out. Called on the
 * relay's thread, one datagram at a time in the order in which they come: it must not block.
 */
@FunctionalInterface
public interface DatagramTap {
    /** Lets everything pass. */
    DatagramTap NONE = (direction, client, datagram) -> true;

    /**
     * Whether this one goes on; else it is counted among the dropped.
     *
     * @param client whose datagram it is, or whom it is for: the client's address, whatever the server knows it by
     * @param datagram its payload, read-only, valid during the call alone
     */
    boolean passes(Direction direction, InetSocketAddress client, ByteBuffer datagram);
}
