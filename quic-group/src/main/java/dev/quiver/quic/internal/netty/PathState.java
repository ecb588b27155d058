package dev.quiver.quic.internal.netty;

import dev.quiver.quic.PathEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of this machine's addresses means for one connection. A socket bound to no particular address follows
 * the system's routes by itself; one bound to an address, by the caller's wish, does not. Has no socket of its own.
 */
final class PathState {
    private final boolean pinned;
    private @Nullable InetSocketAddress local;
    private @Nullable InetAddress offered;
    private boolean viable = true;

    /** @param pinned whether the caller chose the local address */
    PathState(@Nullable InetSocketAddress local, boolean pinned) {
        this.local = local;
        this.pinned = pinned;
    }

    @Nullable
    InetSocketAddress local() {
        return local;
    }

    /** Whether the peer may not know by which way this side can be reached now. */
    static boolean isOtherWay(PathEvent event) {
        return event instanceof PathEvent.PathChanged
                || event instanceof PathEvent.ViabilityChanged viability && viability.viable();
    }

    /** The caller rebound the connection. */
    List<PathEvent> rebound(InetSocketAddress to) {
        List<PathEvent> events = new ArrayList<>();
        events.add(new PathEvent.PathChanged(local, to));
        local = to;
        offered = null;
        return events;
    }

    /**
     * The machine's addresses changed.
     *
     * @param route the address that the system would now send from to the peer, or null when there is no way
     * @param localStillThere whether this machine still has the present local address
     */
    List<PathEvent> networkChanged(@Nullable InetAddress route, boolean localStillThere) {
        List<PathEvent> events = new ArrayList<>();
        InetSocketAddress present = local;
        boolean viableNow = route != null && (!pinned || localStillThere);
        if (viableNow != viable) {
            viable = viableNow;
            events.add(new PathEvent.ViabilityChanged(viableNow));
        }
        if (route == null || present == null || route.equals(present.getAddress())) {
            return events;
        }
        if (!pinned) {
            InetSocketAddress moved = new InetSocketAddress(route, present.getPort());
            events.add(new PathEvent.PathChanged(present, moved));
            local = moved;
        } else if (!route.equals(offered)) {
            offered = route;
            events.add(new PathEvent.BetterPath(route));
        }
        return events;
    }
}
