package dev.quiver.cli.render;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as people write them (RFC 5952): {@code ::1} where Java says {@code 0:0:0:0:0:0:0:1}. */
public final class IpText {
    private IpText() {}

    /** The address without a zone. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address six ? six(six.getAddress()) : address.getHostAddress();
    }

    /** The longest run of two or more zero groups becomes {@code ::}, the first among equals. */
    private static String six(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int from = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                from = i;
                longest = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.length() == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
