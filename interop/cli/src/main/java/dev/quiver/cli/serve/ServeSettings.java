package dev.quiver.cli.serve;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the server is to be.
 *
 * @param address where it listens; port 0 is any free one
 * @param host the name that its URLs have, besides {@code localhost}
 * @param certificates where its certificate files go, or null for a temporary directory that goes with it
 * @param directory what it serves besides its own pages, or null for nothing
 * @param retry whether clients have to prove their addresses first
 * @param qlog the directory for qlog files, or null
 */
public record ServeSettings(
        InetSocketAddress address,
        String host,
        @Nullable Path certificates,
        @Nullable Path directory,
        boolean retry,
        @Nullable Path qlog) {}
