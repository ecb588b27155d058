package dev.quiver.quic.trust;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Whether an address is out in the internet, and not this machine, this network or a way round to them (RFC 6890). */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        if (address instanceof Inet4Address) {
            boolean shared = first == 100 && second >= 64 && second < 128;
            boolean protocol = first == 192 && second == 0 && (third == 0 || third == 2);
            boolean benchmark = first == 198 && (second == 18 || second == 19 || second == 51);
            boolean example = first == 203 && second == 0 && third == 113;
            return first != 0 && first < 224 && !shared && !protocol && !benchmark && !example;
        }
        // Only global unicast, without Teredo, 6to4, documentation and other ranges that hide another address.
        boolean special = first == 0x20 && (second == 0x02 || second == 0x01 && third < 2)
                || first == 0x20 && second == 0x01 && third == 0x0d && (bytes[3] & 0xff) == 0xb8;
        return (first & 0xe0) == 0x20 && !special;
    }
}
