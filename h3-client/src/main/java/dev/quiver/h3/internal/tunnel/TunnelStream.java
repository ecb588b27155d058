package dev.quiver.h3.internal.tunnel;

import dev.quiver.h3.CapsuleStream;
import dev.quiver.h3.ConnectStream;
import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.HttpDatagrams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A tunnel with its public face. */
public final class TunnelStream implements ConnectStream {
    private final Tunnel tunnel;
    private final H3Response<Void> response;
    private final OffLoop offLoop;
    private final TunnelDatagrams datagrams;
    private final Awaiting<@Nullable ByteBuffer> bytes;
    private @Nullable TunnelCapsules capsules;
    private volatile boolean finished;

    /** @param executor where futures complete */
    public TunnelStream(Tunnel tunnel, H3Response<Void> response, Executor executor) {
        this.tunnel = tunnel;
        this.response = response;
        this.offLoop = new OffLoop(executor);
        this.datagrams = new TunnelDatagrams(tunnel, offLoop);
        this.bytes = new Awaiting<>(this::next, offLoop);
        tunnel.onReadable(bytes::wake);
    }

    private boolean next(CompletableFuture<@Nullable ByteBuffer> to) {
        ByteBuffer piece = tunnel.poll();
        if (piece == null && !tunnel.exhausted()) {
            return false;
        }
        // What came between the two questions must not be taken for the end.
        ByteBuffer found = piece != null ? piece : tunnel.poll();
        IOException failure = tunnel.failure();
        if (found == null && failure != null) {
            to.completeExceptionally(failure);
        } else {
            to.complete(found);
        }
        return true;
    }

    @Override
    public H3Response<Void> response() {
        return response;
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer data) {
        notByCapsules();
        return offLoop.of(tunnel.send(copy(data)));
    }

    static ByteBuffer copy(ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }

    @Override
    public void finish() {
        finished = true;
        tunnel.finish();
    }

    @Override
    public CompletableFuture<@Nullable ByteBuffer> receive() {
        notByCapsules();
        return bytes.ask();
    }

    private synchronized void notByCapsules() {
        if (capsules != null) {
            throw new IllegalStateException("the stream is read and written by capsules");
        }
    }

    @Override
    public synchronized CapsuleStream capsules(int maxLength, long... known) {
        notByCapsules();
        TunnelCapsules made = new TunnelCapsules(tunnel, new CapsuleReader(maxLength, known), offLoop);
        capsules = made;
        tunnel.onReadable(made::wake);
        return made;
    }

    @Override
    public HttpDatagrams datagrams() {
        return datagrams;
    }

    @Override
    public void reset(H3ErrorCode code) {
        tunnel.reset(code);
    }

    @Override
    public void close() {
        if (!finished || !tunnel.over().isDone()) {
            tunnel.reset(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }
}
