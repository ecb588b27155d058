package dev.quiver.h3.internal.altsvc;

/**
 * A host and a UDP port where an origin may be served.
 *
 * @param host in lower case; an IPv6 literal without brackets
 * @param port 1 to 65535
 */
public record Place(String host, int port) {
    /** {@code host:port}, for people. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
