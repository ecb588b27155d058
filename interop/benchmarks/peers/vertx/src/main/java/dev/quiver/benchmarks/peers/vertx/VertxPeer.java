package dev.quiver.benchmarks.peers.vertx;

import dev.quiver.benchmarks.peer.Chunks;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One Vert.x client: one connection, one event loop, on which all of it runs. */
final class VertxPeer implements Peer {
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Context context;

    VertxPeer(Target target) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        context = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                new HttpClientConfig()
                        .setVersions(HttpVersion.HTTP_3)
                        .setSsl(true)
                        .setDefaultHost(target.host())
                        .setDefaultPort(target.port()),
                new ClientSSLOptions()
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(target.anchor().toString())),
                new PoolOptions().setHttp2MaxSize(1).setHttp1MaxSize(1));
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return onContext(() -> client.request(HttpMethod.GET, path).compose(request -> read(request.send())));
    }

    @Override
    public CompletableFuture<Reply> put(String path, long bytes) {
        return onContext(() -> client.request(HttpMethod.PUT, path).compose(request -> {
            request.putHeader("content-length", Long.toString(bytes));
            Future<HttpClientResponse> response = request.response();
            pump(request, new Chunks(bytes).iterator());
            return read(response);
        }));
    }

    private static void pump(HttpClientRequest request, Iterator<byte[]> chunks) {
        while (chunks.hasNext() && !request.writeQueueFull()) {
            Buffer chunk = Buffer.buffer(chunks.next());
            if (chunks.hasNext()) {
                request.write(chunk);
            } else {
                request.end(chunk);
            }
        }
        if (chunks.hasNext()) {
            request.drainHandler(drained -> pump(request, chunks));
        }
    }

    /** A response's handlers have to be there before its data is: on the event loop itself. */
    private CompletableFuture<Reply> onContext(Supplier<Future<Reply>> exchange) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        context.runOnContext(nothing -> exchange.get().onComplete(reply::complete, reply::completeExceptionally));
        return reply;
    }

    private static Future<Reply> read(Future<HttpClientResponse> coming) {
        return coming.compose(response -> {
            long[] bytes = new long[1];
            response.handler(buffer -> bytes[0] += buffer.length());
            return response.end()
                    .map(end -> new Reply(
                            response.statusCode(),
                            bytes[0],
                            response.version() == HttpVersion.HTTP_3
                                    ? "h3"
                                    : response.version().toString(),
                            response.getHeader(Reply.PROTOCOL_FIELD)));
        });
    }

    @Override
    public void close() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS);
    }
}
