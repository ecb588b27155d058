package dev.quiver.quic.trust;

import java.net.IDN;

/**
 * The name to prove, in the form that certificates are compared with: no brackets, no zone (RFC 6874), no final dot,
 * internationalised names as A-labels (RFC 5890).
 *
 * @param text the name or literal address
 * @param address whether it is a literal address
 */
record PeerName(String text, boolean address) {
    static PeerName of(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (name.indexOf(':') >= 0) {
            int zone = name.indexOf('%');
            return new PeerName(zone < 0 ? name : name.substring(0, zone), true);
        }
        if (name.length() > 1 && name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (!name.chars().allMatch(c -> c < 128)) {
            try {
                name = IDN.toASCII(name);
            } catch (IllegalArgumentException notAName) {
                return new PeerName(name, false);
            }
        }
        return new PeerName(name, dottedQuad(name));
    }

    private static boolean dottedQuad(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
