package dev.quiver.quic.internal.netty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The order in which addresses are tried: families in turn, beginning with the resolver's first (RFC 8305 §4). */
final class AddressOrder {
    private AddressOrder() {}

    static List<InetAddress> interleave(List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return List.of();
        }
        boolean sixFirst = addresses.get(0) instanceof Inet6Address;
        Iterator<InetAddress> first = family(addresses, sixFirst).iterator();
        Iterator<InetAddress> second = family(addresses, !sixFirst).iterator();
        List<InetAddress> order = new ArrayList<>(addresses.size());
        while (first.hasNext() || second.hasNext()) {
            if (first.hasNext()) {
                order.add(first.next());
            }
            if (second.hasNext()) {
                order.add(second.next());
            }
        }
        return order;
    }

    private static Stream<InetAddress> family(List<InetAddress> addresses, boolean six) {
        return addresses.stream().filter(a -> a instanceof Inet6Address == six);
    }
}
