package dev.quiver.quic.internal.netty;

import dev.quiver.quic.PathEvent;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The path of an established connection: watches the network, rebinds. Event loop only. */
final class ClientPath {
    private final ConnectAttempt attempt;
    private final Consumer<PathEvent> events;
    private final Runnable otherWay;
    private final EventLoop loop;
    private final NetworkWatch watch;
    private PathState state;

    /**
     * @param pinned whether the caller chose the local address
     * @param events told what happens
     * @param otherWay called when packets leave by another way, or can leave again: the peer is to hear of it
     */
    ClientPath(
            EventLoop loop,
            NetworkWatch watch,
            ConnectAttempt attempt,
            boolean pinned,
            Consumer<PathEvent> events,
            Runnable otherWay) {
        this.attempt = attempt;
        this.events = events;
        this.otherWay = otherWay;
        this.state = new PathState(attempt.recorder().local(), pinned);
        this.loop = loop;
        this.watch = watch;
    }

    void start() {
        watch.add(this, loop, this::networkChanged);
    }

    void stop() {
        watch.remove(this);
    }

    void rebind(InetSocketAddress local, CompletableFuture<InetSocketAddress> done) {
        InetSocketAddress wanted = UdpSockets.towards(attempt.remote(), local);
        if (wanted == null) {
            done.completeExceptionally(SocketSwitch.failure(
                    local,
                    "an address of this machine is needed, of the family of "
                            + attempt.remote().getAddress().getHostAddress(),
                    null));
            return;
        }
        attempt.sockets().rebind(wanted).whenComplete((bound, error) -> {
            if (error != null) {
                done.completeExceptionally(error);
                return;
            }
            InetSocketAddress known = Routes.local(attempt.remote(), bound);
            InetSocketAddress to = known == null ? bound : known;
            boolean pinned = !bound.getAddress().isAnyLocalAddress();
            InetSocketAddress from = state.local();
            state = new PathState(from, pinned);
            tell(state.rebound(to));
            done.complete(to);
        });
    }

    private void networkChanged() {
        @Nullable InetAddress route = Routes.to(attempt.remote());
        InetSocketAddress local = state.local();
        Set<InetAddress> here = NetworkWatch.addresses();
        tell(state.networkChanged(route, local != null && here.contains(local.getAddress())));
    }

    private void tell(List<PathEvent> happened) {
        happened.forEach(events);
        if (happened.stream().anyMatch(PathState::isOtherWay)) {
            otherWay.run();
        }
    }
}
