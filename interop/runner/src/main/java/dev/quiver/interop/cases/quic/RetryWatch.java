package dev.quiver.interop.cases.quic;

import dev.quiver.interop.evidence.VisiblePacket;
import dev.quiver.testkit.relay.DatagramTap;
import dev.quiver.testkit.relay.Direction;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Sees at a relay the tokens that a server's Retry packets have, and those that Initials bring back (RFC 9000 §8.1.2). */
final class RetryWatch implements DatagramTap {
    private final Set<String> given = new HashSet<>();
    private final Set<String> broughtBack = new HashSet<>();

    @Override
    public synchronized boolean passes(Direction direction, InetSocketAddress client, ByteBuffer datagram) {
        for (VisiblePacket packet : VisiblePacket.in(datagram)) {
            if (direction == Direction.TO_CLIENT && packet.kind() == VisiblePacket.Kind.RETRY) {
                given.add(packet.token());
            } else if (direction == Direction.TO_SERVER && packet.kind() == VisiblePacket.Kind.INITIAL) {
                broughtBack.add(packet.token());
            }
        }
        return true;
    }

    /** How many different tokens Retry packets had. */
    synchronized int given() {
        return given.size();
    }

    /** Whether an Initial brought one of them back, and none was empty. */
    synchronized boolean broughtBack() {
        return given.stream().anyMatch(token -> !token.isEmpty() && broughtBack.contains(token));
    }
}
