package dev.quiver.benchmarks.peers.netty;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;

/** A client written by hand on Netty's HTTP/3 codec: the ceiling for all that stand on it. */
public final class NettyFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) throws Exception {
        return new NettyPeer(target);
    }
}
