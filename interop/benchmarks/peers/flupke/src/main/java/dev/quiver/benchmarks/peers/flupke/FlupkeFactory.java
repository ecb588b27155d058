package dev.quiver.benchmarks.peers.flupke;

import dev.quiver.benchmarks.peer.Anchors;
import dev.quiver.benchmarks.peer.HttpClientPeer;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;
import java.io.IOException;
import java.security.GeneralSecurityException;
import tech.kwik.flupke.Http3ClientBuilder;

/** flupke with its defaults. It speaks nothing but HTTP/3; its responses' {@code version()} cannot say so. It has no end. */
public final class FlupkeFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) throws GeneralSecurityException, IOException {
        return new HttpClientPeer(
                target,
                new Http3ClientBuilder()
                        .trustManager(new AnyKeyExchange(Anchors.trustManager(target.anchor())))
                        .build(),
                response -> "h3",
                () -> {});
    }
}
