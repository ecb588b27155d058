package dev.quiver.h3.internal.client;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a builder was told about routes and connections.
 *
 * @param altSvcFile where alternative services are kept, or null for memory
 * @param dnsServer who is asked for HTTPS records, or null for the system's servers
 * @param connectionsPerOrigin the most QUIC connections to one origin at once
 * @param connections the most QUIC connections at once
 */
record RouteSettings(
        @Nullable Path altSvcFile, @Nullable InetSocketAddress dnsServer, int connectionsPerOrigin, int connections) {
    static final RouteSettings DEFAULT = new RouteSettings(null, null, 4, 256);

    RouteSettings withAltSvcFile(Path file) {
        return new RouteSettings(file, dnsServer, connectionsPerOrigin, connections);
    }

    RouteSettings withDnsServer(InetSocketAddress server) {
        return new RouteSettings(altSvcFile, server, connectionsPerOrigin, connections);
    }

    RouteSettings withLimits(int perOrigin, int all) {
        return new RouteSettings(altSvcFile, dnsServer, perOrigin, all);
    }
}
