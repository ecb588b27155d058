package dev.quiver.quic.trust;

import java.util.List;
import java.util.Set;

/**
 * A path without any of the wanted keys.
 *
 * @param host the host
 * @param port the port
 * @param wanted the pins, back-ups included
 * @param seen the pins of the path that was looked at, leaf first
 * @param enforced whether the peer was rejected for it
 */
public record PinMismatch(String host, int port, Set<SpkiPin> wanted, List<SpkiPin> seen, boolean enforced) {
    public PinMismatch {
        wanted = Set.copyOf(wanted);
        seen = List.copyOf(seen);
    }
}
