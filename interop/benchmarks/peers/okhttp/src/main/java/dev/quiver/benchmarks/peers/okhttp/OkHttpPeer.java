package dev.quiver.benchmarks.peers.okhttp;

import dev.quiver.benchmarks.peer.Anchors;
import dev.quiver.benchmarks.peer.Chunks;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One OkHttp client. Its dispatcher's limits are raised, so that they are not what is measured. */
final class OkHttpPeer implements Peer {
    private static final int MOST_AT_ONCE = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Target target;
    private final OkHttpClient client;

    OkHttpPeer(Target target) throws GeneralSecurityException, IOException {
        this.target = target;
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MOST_AT_ONCE);
        dispatcher.setMaxRequestsPerHost(MOST_AT_ONCE);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .sslSocketFactory(
                        Anchors.context(target.anchor()).getSocketFactory(), Anchors.trustManager(target.anchor()))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .readTimeout(PATIENCE)
                .writeTimeout(PATIENCE)
                .build();
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return send(new Request.Builder().url(target.uri(path).toString()).build());
    }

    @Override
    public CompletableFuture<Reply> put(String path, long bytes) {
        return send(new Request.Builder()
                .url(target.uri(path).toString())
                .put(new Zeros(bytes))
                .build());
    }

    private CompletableFuture<Reply> send(Request request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                reply.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    reply.complete(new Reply(
                            response.code(),
                            count(response.body().source()),
                            response.protocol().toString(),
                            response.header(Reply.PROTOCOL_FIELD)));
                } catch (IOException e) {
                    reply.completeExceptionally(e);
                }
            }
        });
        return reply;
    }

    private static long count(BufferedSource body) throws IOException {
        Buffer buffer = new Buffer();
        long bytes = 0;
        for (long read = body.read(buffer, Chunks.SIZE); read >= 0; read = body.read(buffer, Chunks.SIZE)) {
            bytes += read;
            buffer.clear();
        }
        return bytes;
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static final class Zeros extends RequestBody {
        private final long bytes;

        Zeros(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return bytes;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            for (byte[] chunk : new Chunks(bytes)) {
                sink.write(chunk);
            }
        }
    }
}
