package dev.quiver.benchmarks.peers.vertx;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;

/** Vert.x over HTTP/3, native transport, with its default windows (1 MiB a stream). */
public final class VertxFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) {
        return new VertxPeer(target);
    }
}
