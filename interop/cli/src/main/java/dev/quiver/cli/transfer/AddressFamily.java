package dev.quiver.cli.transfer;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses of a host may be used. */
public enum AddressFamily {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String label;

    AddressFamily(String label) {
        this.label = label;
    }

    boolean has(InetAddress address) {
        return address instanceof Inet4Address == (this == IPV4);
    }

    @Override
    public String toString() {
        return label;
    }
}
