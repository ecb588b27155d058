package dev.quiver.testkit.internal.server;

import dev.quiver.quic.Datagrams;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The HTTP datagrams of one connection (RFC 9297 §2.1), each behind a quarter of its stream's id. Any thread. */
final class ServerDatagrams {
    private final Map<Long, Consumer<ByteBuffer>> handlers = new ConcurrentHashMap<>();
    private volatile @Nullable Datagrams transport;

    void start(Datagrams datagrams) {
        transport = datagrams;
        datagrams.onDatagram(this::received);
    }

    void join(long streamId, Consumer<ByteBuffer> handler) {
        handlers.put(streamId, handler);
    }

    void leave(long streamId) {
        handlers.remove(streamId);
    }

    private void received(ByteBuffer datagram) {
        int first = datagram.get() & 0xff;
        long quarter = first & 0x3f;
        for (int i = 1; i < 1 << (first >> 6) && datagram.hasRemaining(); i++) {
            quarter = quarter << 8 | datagram.get() & 0xff;
        }
        Consumer<ByteBuffer> handler = handlers.get(quarter * 4);
        if (handler != null) {
            handler.accept(datagram.slice());
        }
    }

    CompletableFuture<Void> send(long streamId, ByteBuffer payload) {
        // Four bytes do for every stream of a test; that a shorter form is possible does not matter (RFC 9000 §16).
        ByteBuffer whole = ByteBuffer.allocate(4 + payload.remaining());
        whole.putInt((int) (streamId / 4) | 0x8000_0000).put(payload.duplicate());
        return raw(whole.flip());
    }

    CompletableFuture<Void> raw(ByteBuffer datagram) {
        Datagrams to = transport;
        return to == null
                ? CompletableFuture.failedFuture(new IllegalStateException("not connected"))
                : to.send(datagram);
    }
}
