package dev.quiver.benchmarks.peer;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a client has to go.
 *
 * @param origin scheme, host and port
 * @param anchor the PEM file of the one certificate to trust
 */
public record Target(URI origin, Path anchor) {
    /** The origin's host. */
    public String host() {
        return origin.getHost();
    }

    /** The origin's port. */
    public int port() {
        return origin.getPort();
    }

    /** The address of a path there. */
    public URI uri(String path) {
        return origin.resolve(path);
    }
}
