package dev.quiver.quic;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the addresses of a host name. Must be safe to use from any thread, and should not block the calling one. */
@FunctionalInterface
public interface HostResolver {
    /**
     * Looks a name up.
     *
     * @param host the name or literal address, without brackets
     * @return completes with the addresses in order of preference; exceptionally, or with none, if there are none
     */
    CompletionStage<List<InetAddress>> resolve(String host);
}
