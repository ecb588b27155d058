package dev.quiver.benchmarks.peers.jetty;

import dev.quiver.benchmarks.peer.Anchors;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http3.client.HTTP3Client;
import org.eclipse.jetty.http3.client.HTTP3ClientQuicConfiguration;
import org.eclipse.jetty.http3.client.transport.HttpClientTransportOverHTTP3;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.quic.quiche.client.QuicheClientQuicConfiguration;
import org.eclipse.jetty.quic.quiche.client.QuicheTransport;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** One Jetty client: one connection. */
final class JettyPeer implements Peer {
    private static final int MOST_QUEUED = 100_000;
    private static final long IDLE_MILLIS = 120_000;

    private final Target target;
    private final HttpClient client;

    JettyPeer(Target target) throws Exception {
        this.target = target;
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setTrustStore(Anchors.keyStore(target.anchor()));
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(tls);
        Path keys = Files.createTempDirectory("quiver-benchmark-jetty");
        QuicheClientQuicConfiguration quic =
                HTTP3ClientQuicConfiguration.configure(new QuicheClientQuicConfiguration(keys));
        client = new HttpClient(
                new HttpClientTransportOverHTTP3(new HTTP3Client(quic, connector), new QuicheTransport(quic)));
        client.setMaxConnectionsPerDestination(1);
        client.setMaxRequestsQueuedPerDestination(MOST_QUEUED);
        client.setIdleTimeout(IDLE_MILLIS);
        client.start();
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return send(client.newRequest(target.uri(path)));
    }

    @Override
    public CompletableFuture<Reply> put(String path, long bytes) {
        return send(client.newRequest(target.uri(path)).method(HttpMethod.PUT).body(new Zeros(bytes)));
    }

    private static CompletableFuture<Reply> send(Request request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        long[] bytes = new long[1];
        request.onResponseContent((response, content) -> bytes[0] += content.remaining());
        request.send(result -> {
            if (result.isFailed()) {
                reply.completeExceptionally(result.getFailure());
                return;
            }
            Response response = result.getResponse();
            reply.complete(new Reply(
                    response.getStatus(),
                    bytes[0],
                    response.getVersion() == HttpVersion.HTTP_3
                            ? "h3"
                            : response.getVersion().toString(),
                    response.getHeaders().get(Reply.PROTOCOL_FIELD)));
        });
        return reply;
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
