package dev.quiver.benchmarks.clients;

import dev.quiver.benchmarks.peer.Anchors;
import dev.quiver.benchmarks.peer.HttpClientPeer;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.security.GeneralSecurityException;

/** The JDK's client over HTTP/2, with its defaults, through {@code sendAsync}. */
public final class JdkFactory implements PeerFactory {
    @Override
    public String protocol() {
        return "h2";
    }

    @Override
    public Peer open(Target target) throws GeneralSecurityException, IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(Version.HTTP_2)
                .sslContext(Anchors.context(target.anchor()))
                .build();
        return new HttpClientPeer(
                target,
                client,
                response -> response.version() == Version.HTTP_2
                        ? "h2"
                        : response.version().toString(),
                () -> shutDown(client));
    }

    private static void shutDown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException before21) {
            // It ends when it is collected.
        }
    }
}
