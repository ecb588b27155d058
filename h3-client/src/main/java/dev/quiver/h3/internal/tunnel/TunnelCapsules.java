package dev.quiver.h3.internal.tunnel;

import dev.quiver.h3.CapsuleStream;
import dev.quiver.h3.H3ErrorCode;
import dev.quiver.quic.internal.spi.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tunnel read and written by capsules. */
final class TunnelCapsules implements CapsuleStream {
    private final Tunnel tunnel;
    private final CapsuleReader reader;
    private final OffLoop offLoop;
    private final Awaiting<@Nullable Capsule> arrivals;
    private @Nullable IOException broken;
    private ByteBuffer current = ByteBuffer.allocate(0);

    TunnelCapsules(Tunnel tunnel, CapsuleReader reader, OffLoop offLoop) {
        this.tunnel = tunnel;
        this.reader = reader;
        this.offLoop = offLoop;
        this.arrivals = new Awaiting<>(this::next, offLoop);
    }

    void wake() {
        arrivals.wake();
    }

    /** Under the lock of {@link Awaiting}. */
    private boolean next(CompletableFuture<@Nullable Capsule> to) {
        IOException already = broken;
        if (already != null) {
            return to.completeExceptionally(already);
        }
        try {
            while (true) {
                Capsule found = reader.next(current);
                if (found == null) {
                    boolean exhausted = tunnel.exhausted();
                    ByteBuffer more = tunnel.poll();
                    if (more != null) {
                        current = more;
                    } else {
                        return exhausted && ended(to);
                    }
                } else if (found.type() == DATAGRAM) {
                    tunnel.datagrams().offer(found.value());
                } else {
                    return to.complete(found);
                }
            }
        } catch (IOException malformed) {
            // RFC 9297 §3.3: the message is malformed. The reset may come back here before it returns.
            broken = malformed;
            tunnel.reset(H3ErrorCode.H3_MESSAGE_ERROR);
            return to.completeExceptionally(malformed);
        }
    }

    private boolean ended(CompletableFuture<@Nullable Capsule> to) throws IOException {
        IOException failure = tunnel.failure();
        if (failure != null) {
            return to.completeExceptionally(failure);
        }
        reader.ended();
        return to.complete(null);
    }

    @Override
    public CompletableFuture<Void> send(long type, ByteBuffer value) {
        if (type < 0 || type >= 1L << 62) {
            throw new IllegalArgumentException("a capsule's type is 0 to 2^62-1, not " + type);
        }
        ByteBuffer capsule = ByteBuffer.allocate(16 + value.remaining());
        Varint.write(capsule, type);
        Varint.write(capsule, value.remaining());
        return offLoop.of(tunnel.send(capsule.put(value).flip()));
    }

    @Override
    public CompletableFuture<@Nullable Capsule> receive() {
        return arrivals.ask();
    }
}
