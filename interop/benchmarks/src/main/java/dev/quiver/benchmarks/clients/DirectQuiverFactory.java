package dev.quiver.benchmarks.clients;

import dev.quiver.benchmarks.peer.HttpClientPeer;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;
import dev.quiver.h3.H3Client;
import java.io.IOException;

/**
 * Quiver through {@code sendAsync} with an executor that runs everything on the thread that brings it: the transport's, as
 * with the clients that stand on Netty. Who does so must never block there.
 */
public final class DirectQuiverFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) throws IOException {
        H3Client client = QuiverFactory.builder(target).executor(Runnable::run).build();
        return new HttpClientPeer(target, client, QuiverFactory::protocolOf, client::shutdownNow);
    }
}
