package dev.quiver.benchmarks.peers.okhttp;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** OkHttp over HTTP/2, with its default windows, through {@code enqueue}. */
public final class OkHttpFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h2";
    }

    @Override
    public Peer open(Target target) throws GeneralSecurityException, IOException {
        return new OkHttpPeer(target);
    }
}
