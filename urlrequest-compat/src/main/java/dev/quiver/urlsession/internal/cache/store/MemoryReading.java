package dev.quiver.urlsession.internal.cache.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body in memory: one piece. */
final class MemoryReading implements BodyReading {
    private @Nullable ByteBuffer piece;

    MemoryReading(byte[] bytes, long first, long length) {
        this.piece = length == 0
                ? null
                : ByteBuffer.wrap(bytes, Math.toIntExact(first), Math.toIntExact(length))
                        .slice()
                        .asReadOnlyBuffer();
    }

    @Override
    public @Nullable ByteBuffer next() {
        ByteBuffer next = piece;
        piece = null;
        return next;
    }

    @Override
    public boolean isSlow() {
        return false;
    }

    @Override
    public void close() {
        piece = null;
    }
}
