package dev.quiver.benchmarks.peers.jetty;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;

/** Jetty's client over HTTP/3 (quiche), with its default windows. */
public final class JettyFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) throws Exception {
        return new JettyPeer(target);
    }
}
