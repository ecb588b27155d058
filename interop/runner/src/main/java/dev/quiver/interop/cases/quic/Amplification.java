package dev.quiver.interop.cases.quic;

import dev.quiver.interop.evidence.VisiblePacket;
import dev.quiver.interop.evidence.VisiblePacket.Kind;
import dev.quiver.testkit.relay.DatagramTap;
import dev.quiver.testkit.relay.Direction;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts at a relay what a server sends to an address that it has not validated, against what it got from there: three times
 * as much is allowed (RFC 9000 §8.1). Meanwhile it takes out the client's second to seventh datagram, so that the server has
 * to repeat itself.
 */
final class Amplification implements DatagramTap {
    private static final int ALLOWED = 3;
    private static final int FIRST_TAKEN = 2;
    private static final int LAST_TAKEN = 7;

    private @Nullable InetSocketAddress first;
    private int datagrams;
    private int taken;
    private long received;
    private long sent;
    private double most;
    private boolean beyond;
    private boolean retried;
    private boolean validated;

    @Override
    public synchronized boolean passes(Direction direction, InetSocketAddress client, ByteBuffer datagram) {
        List<VisiblePacket> packets = VisiblePacket.in(datagram);
        if (validated || packets.isEmpty()) {
            return true; // what is no packet is a probe for a closed port
        }
        if (first == null) {
            first = client;
        }
        if (!client.equals(first)) {
            return true;
        }
        return direction == Direction.TO_CLIENT
                ? fromServer(datagram.remaining(), packets)
                : fromClient(datagram.remaining(), packets);
    }

    private boolean fromServer(int bytes, List<VisiblePacket> packets) {
        retried |= packets.stream().anyMatch(packet -> packet.kind() == Kind.RETRY);
        sent += bytes;
        beyond |= sent > ALLOWED * received;
        most = Math.max(most, (double) sent / Math.max(1, received));
        return true;
    }

    private boolean fromClient(int bytes, List<VisiblePacket> packets) {
        datagrams++;
        if (datagrams >= FIRST_TAKEN && datagrams <= LAST_TAKEN && !retried) {
            taken++;
            return false;
        }
        received += bytes;
        // Its address is proved by what only its owner could have read: a Handshake packet, or a Retry's token.
        validated = packets.stream()
                .anyMatch(packet -> packet.kind() == Kind.HANDSHAKE
                        || packet.kind() == Kind.INITIAL
                                && retried
                                && !packet.token().isEmpty());
        return true;
    }

    /** How many of the client's datagrams were taken out. */
    synchronized int taken() {
        return taken;
    }

    /** Whether a Retry came: the address was validated by that. */
    synchronized boolean retried() {
        return retried;
    }

    /** Whether the server sent more than it was allowed to. */
    synchronized boolean beyond() {
        return beyond;
    }

    /** Whether the address came to be validated. */
    synchronized boolean validated() {
        return validated;
    }

    /** What was counted, for people. */
    synchronized String told() {
        return String.format(
                Locale.ROOT,
                "the relay saw %d bytes from the server for %d bytes to it before the client's address was validated, at most "
                        + "%.2f times as much at any time",
                sent,
                received,
                most);
    }
}
