package dev.quiver.urlsession.internal.cache.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a stored body, or a part of it, piece by piece. Blocks; for one thread at a time. */
public interface BodyReading extends Closeable {
    /**
     * The next piece, the reader's own and read-only, or null at the end.
     *
     * @throws IOException if the body is not what was stored; what was read before is then not to be trusted
     */
    @Nullable
    ByteBuffer next() throws IOException;

    /** Whether {@link #next} may have to wait for the medium. */
    boolean isSlow();

    /** Idempotent. */
    @Override
    void close();
}
