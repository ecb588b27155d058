package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The unreliable messages of a group (RFC 9221): each arrives whole or not at all, in any order, never again. They share
 * the connection's encryption and congestion control with its streams. Safe to use from any thread.
 */
public interface Datagrams {
    /**
     * The most bytes that one datagram can carry now, as far as is known: it grows when path MTU discovery finds larger
     * packets to pass. Empty before the handshake is done, after the end, and when the peer takes no datagrams (RFC 9221
     * §3).
     */
    OptionalInt maxSize();

    /**
     * Sends the remaining bytes as one datagram, starting the group if need be. They are copied: the buffer is the
     * caller's again when the call returns.
     *
     * @return completes, on the transport's thread, when the transport has the datagram and will send it as soon as
     *     congestion control lets it; exceptionally with a {@link DatagramException} when it was refused and nothing of
     *     it was sent, or with a {@link QuicException} of scope {@code CONNECTION} when the group has ended
     * @throws IllegalArgumentException if there are no bytes: the transport sends no empty datagrams
     */
    CompletableFuture<Void> send(ByteBuffer data);

    /**
     * Registers who takes the peer's datagrams, on the group's callback executor, one at a time; those held are handed
     * over first. The receiver owns each buffer. A handler that is slower than the peer loses datagrams as {@link
     * DatagramOptions#overflow()} says. Replaces an earlier handler or subscriber; null removes it.
     */
    void onDatagram(@Nullable Consumer<? super ByteBuffer> handler);

    /**
     * The peer's datagrams, for one subscriber, which replaces a handler. What it has not asked for waits in the
     * receive queue and overflows as {@link DatagramOptions#overflow()} says. It ends with {@code onComplete} when this
     * side closed the group, with {@code onError} otherwise.
     */
    Flow.Publisher<ByteBuffer> publisher();
}
