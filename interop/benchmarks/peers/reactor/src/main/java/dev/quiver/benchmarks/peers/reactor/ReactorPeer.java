package dev.quiver.benchmarks.peers.reactor;

import dev.quiver.benchmarks.peer.Chunks;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.netty.http.Http3SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** One reactor-netty client: one connection, one event loop. */
final class ReactorPeer implements Peer {
    /** Its settings have no defaults that one could rely on. */
    private static final long WINDOW = 16 << 20;

    private final ConnectionProvider connections;
    private final LoopResources loops;
    private final HttpClient client;

    ReactorPeer(Target target) {
        connections = ConnectionProvider.builder("benchmark")
                .maxConnections(1)
                .pendingAcquireMaxCount(-1)
                .build();
        loops = LoopResources.create("benchmark", 1, true);
        Http3SslContextSpec tls = Http3SslContextSpec.forClient()
                .configure(builder -> builder.trustManager(target.anchor().toFile()));
        client = HttpClient.create(connections)
                .runOn(loops, true)
                .host(target.host())
                .port(target.port())
                .protocol(HttpProtocol.HTTP3)
                .secure(spec -> spec.sslContext(tls))
                .http3Settings(settings -> settings.idleTimeout(Duration.ofSeconds(60))
                        .maxData(WINDOW * 3 / 2)
                        .maxStreamDataBidirectionalLocal(WINDOW));
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return read(client.get().uri(path));
    }

    @Override
    public CompletableFuture<Reply> put(String path, long bytes) {
        Flux<ByteBuf> body = Flux.fromIterable(new Chunks(bytes)).map(Unpooled::wrappedBuffer);
        return read(client.headers(fields -> fields.set("content-length", bytes))
                .put()
                .uri(path)
                .send(body));
    }

    private static CompletableFuture<Reply> read(HttpClient.ResponseReceiver<?> receiver) {
        return receiver.response((head, body) -> {
                    String version = head.version().text();
                    String serverSays = head.responseHeaders().get(Reply.PROTOCOL_FIELD);
                    int status = head.status().code();
                    return body.map(buffer -> (long) buffer.readableBytes())
                            .reduce(0L, Long::sum)
                            .defaultIfEmpty(0L)
                            .map(bytes -> new Reply(
                                    status, bytes, version.startsWith("HTTP/3") ? "h3" : version, serverSays));
                })
                .next()
                .toFuture();
    }

    @Override
    public void close() {
        connections.disposeLater().block(Duration.ofSeconds(2));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block(Duration.ofSeconds(3));
    }
}
