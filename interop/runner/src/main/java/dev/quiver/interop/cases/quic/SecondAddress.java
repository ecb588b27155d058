package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer.By;
import dev.quiver.interop.CaseEndedException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Another address of this machine by which a server can be reached. */
final class SecondAddress {
    private SecondAddress() {}

    /** One that the system would not take by itself. */
    static InetAddress towards(InetSocketAddress server) throws IOException, CaseEndedException {
        InetAddress usual;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            usual = socket.getLocalAddress();
        }
        for (InetAddress candidate : candidates(server)) {
            if (candidate.getClass() == usual.getClass() && !candidate.equals(usual) && reaches(candidate, server)) {
                return candidate;
            }
        }
        throw CaseEndedException.unsupported(
                By.QUIVER,
                "this machine has no second address to reach "
                        + server.getAddress().getHostAddress() + " from");
    }

    private static List<InetAddress> candidates(InetSocketAddress server) throws IOException {
        if (server.getAddress().isLoopbackAddress()) {
            // All of 127.0.0.0/8 is this machine (RFC 1122 §3.2.1.3); of ::1 there is but one.
            return server.getAddress() instanceof Inet4Address
                    ? List.of(InetAddress.getByName("127.0.0.2"))
                    : List.of();
        }
        List<InetAddress> all = new ArrayList<>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp() && !network.isLoopback()) {
                network.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static boolean reaches(InetAddress local, InetSocketAddress server) {
        try (DatagramSocket socket = new DatagramSocket(0, local)) {
            socket.connect(server);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }
}
