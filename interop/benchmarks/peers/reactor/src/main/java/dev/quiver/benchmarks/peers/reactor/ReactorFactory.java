package dev.quiver.benchmarks.peers.reactor;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;

/** reactor-netty over HTTP/3, native transport. */
public final class ReactorFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) {
        return new ReactorPeer(target);
    }
}
