package dev.quiver.benchmarks.clients;

import dev.quiver.benchmarks.peer.HttpClientPeer;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;
import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Quiver with its defaults, through {@code sendAsync}. HTTP/3 alone, so that nothing is raced. */
public final class QuiverFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h3";
    }

    @Override
    public Peer open(Target target) throws IOException {
        H3Client client = client(target);
        return new HttpClientPeer(target, client, QuiverFactory::protocolOf, client::shutdownNow);
    }

    static H3Client client(Target target) throws IOException {
        return builder(target).build();
    }

    static H3Client.Builder builder(Target target) throws IOException {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchorsFromPem(target.anchor()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    static String protocolOf(HttpResponse<?> response) {
        return response instanceof H3Response<?> ours ? ours.protocol().toString() : "no answer of Quiver's";
    }
}
