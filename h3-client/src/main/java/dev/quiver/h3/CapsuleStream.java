package dev.quiver.h3;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Capsules both ways on a {@link ConnectStream} (RFC 9297 §3.2). Threads and futures are as there. */
public interface CapsuleStream {
    /** The type of the capsule that carries an HTTP datagram (RFC 9297 §3.5). */
    long DATAGRAM = 0;

    /**
     * A capsule.
     *
     * @param type 0 to 2^62-1
     * @param value the receiver's
     */
    record Capsule(long type, ByteBuffer value) {}

    /** Sends a capsule; its value is copied at once. Completes as {@link ConnectStream#send} does. */
    CompletableFuture<Void> send(long type, ByteBuffer value);

    /**
     * The next capsule of a known type; null when the server has ended its side between two. One call at a time. While
     * none waits, DATAGRAM capsules are not read either.
     *
     * @return fails as {@link ConnectStream#receive} does, and with a {@link ConnectStream.CapsuleException}, the stream
     *     reset, when a capsule is too long or cut short (RFC 9297 §3.3)
     */
    CompletableFuture<@Nullable Capsule> receive();
}
