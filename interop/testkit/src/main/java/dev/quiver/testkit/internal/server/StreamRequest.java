package dev.quiver.testkit.internal.server;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.internal.AsyncLoop;
import dev.quiver.testkit.internal.routes.Query;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The request that handlers see. */
record StreamRequest(
        String method,
        String target,
        String authority,
        Fields fields,
        @Nullable String protocol,
        long streamId,
        long connection,
        RequestBody body,
        ServerDatagrams datagrams)
        implements Request {

    @Override
    public String path() {
        return Query.path(target);
    }

    @Override
    public Optional<String> query(String name) {
        return Query.first(target, name);
    }

    @Override
    public CompletableFuture<@Nullable ByteBuffer> read() {
        CompletableFuture<@Nullable ByteBuffer> part = new CompletableFuture<>();
        body.onLoop(() -> body.read(part));
        return part;
    }

    @Override
    public CompletableFuture<byte[]> readAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        return AsyncLoop.whileTrue(() -> read().thenApply(part -> {
                    if (part != null) {
                        all.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
                    }
                    return part != null;
                }))
                .thenApply(read -> all.toByteArray());
    }

    @Override
    public CompletableFuture<Long> drain() {
        long[] length = {0};
        return AsyncLoop.whileTrue(() -> read().thenApply(part -> {
                    length[0] += part == null ? 0 : part.remaining();
                    return part != null;
                }))
                .thenApply(read -> length[0]);
    }

    @Override
    public Fields trailers() {
        return body.trailers();
    }

    @Override
    public void onDatagram(Consumer<ByteBuffer> handler) {
        datagrams.join(streamId, handler);
    }

    @Override
    public void stopSending(long code) {
        body.onLoop(() -> body.stopSending(code));
    }
}
