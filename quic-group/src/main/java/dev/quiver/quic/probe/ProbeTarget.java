package dev.quiver.quic.probe;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server to look at.
 *
 * @param host a name or literal address, without brackets
 * @param port 1 to 65535
 * @param serverName the name to ask for (SNI, RFC 6066 §3) and to judge the chain by; null for the host itself
 * @param address where to connect to; null to look the host up. An unresolved one is looked up in its place
 */
public record ProbeTarget(
        String host,
        int port,
        @Nullable String serverName,
        @Nullable InetSocketAddress address) {
    /** @throws IllegalArgumentException if the host is empty, or the port out of range */
    public ProbeTarget {
        Objects.requireNonNull(host, "host");
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host must not be empty");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the port must be 1 to 65535, not " + port);
        }
    }

    /** A server under its own name, at its own address. */
    public ProbeTarget(String host, int port) {
        this(host, port, null, null);
    }

    /** As this one, asked for another name. */
    public ProbeTarget withServerName(String name) {
        return new ProbeTarget(host, port, Objects.requireNonNull(name, "name"), address);
    }

    /** As this one, at that address. */
    public ProbeTarget at(InetSocketAddress other) {
        return new ProbeTarget(host, port, serverName, Objects.requireNonNull(other, "other"));
    }

    /** The name that the server must prove to be. */
    public String provenName() {
        return serverName == null ? host : serverName;
    }

    /** The port that is connected to. */
    int connectPort() {
        return address == null ? port : address.getPort();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
