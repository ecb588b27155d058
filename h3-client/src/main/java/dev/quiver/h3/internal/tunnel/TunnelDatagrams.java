package dev.quiver.h3.internal.tunnel;

import dev.quiver.h3.HttpDatagrams;
import dev.quiver.h3.internal.wire.CallHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The HTTP datagrams of a tunnel, with their public face. */
final class TunnelDatagrams implements HttpDatagrams {
    private final Tunnel tunnel;
    private final OffLoop offLoop;
    private final Awaiting<ByteBuffer> arrivals;

    TunnelDatagrams(Tunnel tunnel, OffLoop offLoop) {
        this.tunnel = tunnel;
        this.offLoop = offLoop;
        this.arrivals = new Awaiting<>(this::next, offLoop);
        tunnel.datagrams().onReadable(arrivals::wake);
    }

    private boolean next(CompletableFuture<ByteBuffer> to) {
        boolean ended = tunnel.datagrams().ended();
        ByteBuffer datagram = tunnel.datagrams().poll();
        if (datagram != null) {
            return to.complete(datagram);
        }
        return ended && to.completeExceptionally(new IOException("the stream is over, and its datagrams with it"));
    }

    @Override
    public OptionalInt maxSize() {
        return tunnel.handle().thenApply(CallHandle::maxDatagram).getNow(OptionalInt.empty());
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer payload) {
        ByteBuffer copy = TunnelStream.copy(payload);
        return offLoop.of(tunnel.handle().thenCompose(call -> call.sendDatagram(copy)));
    }

    @Override
    public CompletableFuture<ByteBuffer> receive() {
        return arrivals.ask();
    }

    @Override
    public Counts counts() {
        DatagramBox box = tunnel.datagrams();
        return new Counts(
                box.received(),
                box.dropped(),
                tunnel.handle().thenApply(CallHandle::unclaimedDatagrams).getNow(0L));
    }
}
