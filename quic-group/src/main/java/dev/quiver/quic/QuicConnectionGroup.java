package dev.quiver.quic;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One QUIC connection as a group of streams (RFC 9000). Safe to use from any thread.
 *
 * <p>Handlers registered here run one at a time and in order, on the executor given to the builder. Futures complete on
 * the transport's thread: what depends on one directly must not block; use the {@code …Async} methods, wait with {@code
 * get}, or {@linkplain #extract extract} the stream. A group holds a UDP socket until it ends: {@linkplain #close()
 * close} it.
 */
public interface QuicConnectionGroup extends AutoCloseable {
    /**
     * A group towards a peer.
     *
     * @param host a name, or a literal address (IPv6 with or without brackets)
     * @param port 1 to 65535
     */
    static GroupBuilder newBuilder(String host, int port) {
        return new GroupBuilder(host, port);
    }

    /**
     * Connects and shakes hands, once; later calls give the same future.
     *
     * @return completes when the group is ready, exceptionally with a {@link QuicException}; {@link #handshake()} has the
     *     report in both cases
     */
    CompletableFuture<HandshakeReport> start();

    /**
     * Opens a bidirectional stream, starting the group if need be. While the peer's limit allows none (RFC 9000 §4.6)
     * the call waits; cancelling the future gives up the place without costing a stream id. The peer learns of the
     * stream with its first byte.
     */
    CompletableFuture<BidirectionalStream> openStream();

    /** Opens a one-way stream; otherwise as {@link #openStream()}. */
    CompletableFuture<SendStream> openSendStream();

    /**
     * Registers who takes the streams that the peer opens. Streams that came before are handed over first, in order.
     * Replaces an earlier handler; null removes it.
     */
    void onStream(@Nullable StreamHandler handler);

    /** Registers who is told of streams that nobody takes; see {@link GroupBuilder#unclaimedStreams}. */
    void onUnclaimedStream(Consumer<? super UnclaimedStream> handler);

    /**
     * Takes a stream out of the group: from now on its futures complete, one at a time and in order, on this executor,
     * so that what is done with it there holds up nothing else.
     *
     * @param stream one of this group's
     * @return the same stream
     * @throws IllegalArgumentException if the stream is another group's
     * @throws IllegalStateException if it is extracted already
     */
    <S extends QuicStream> S extract(S stream, Executor executor);

    /**
     * Gives an extracted stream back. If the peer opened it, it goes to the registered handler again, as if it had just
     * come, or is held until there is one.
     *
     * @throws IllegalArgumentException if the stream is another group's
     * @throws IllegalStateException if it is not extracted
     */
    void reinsert(QuicStream stream);

    /**
     * The group's datagrams (RFC 9221); always the same object.
     *
     * @throws IllegalStateException unless the builder was told {@code datagrams(…)}
     */
    Datagrams datagrams();

    /**
     * What the connection has done so far, counted by the transport. Completes on the transport's thread, never
     * exceptionally; after the end with the last counts there were.
     */
    CompletableFuture<GroupStats> stats();

    /** Registers who is told of every state from now on; the present one first. */
    void onState(Consumer<? super GroupState> handler);

    /** Registers who is told of changes of the path, from now on. */
    void onPath(Consumer<? super PathEvent> handler);

    /**
     * Goes on from another local address or port, without the peer's help; streams go on. To the peer it looks like a
     * NAT rebinding (RFC 9000 §9.3): the connection id stays the same, so that an observer can link the two addresses,
     * which true migration (RFC 9000 §9.5) would prevent; the transport does not offer it. A server may answer with
     * path validation, or not at all: one that ignores the new address lets the connection run into its idle timeout.
     * It learns of the address from the next packet: see {@link KeepAlive}.
     *
     * @param local the address to bind; port 0 takes a free one, the unspecified address leaves the choice to the system
     * @return completes with the address bound; exceptionally, the old one staying in use, if it cannot be bound or the
     *     group is not ready
     */
    CompletableFuture<InetSocketAddress> rebind(InetSocketAddress local);

    /** Tries again at once to connect, if the group is {@linkplain GroupState.Waiting waiting}. */
    void restart();

    /** Registers who is told of what happens in the handshake; what has happened already first. */
    void onHandshakeEvent(Consumer<? super HandshakeEvent> handler);

    /** The present state. */
    GroupState state();

    /** The handshake so far, or as it ended. */
    HandshakeReport handshake();

    /** Ends the group with code 0 and no reason, as {@link #close(long, String)} does. Returns at once. */
    @Override
    void close();

    /**
     * Ends the group: queued data that the transport already took is sent, then CONNECTION_CLOSE (RFC 9000 §19.19).
     * Streams still open fail. Returns at once; see {@link #terminated()}.
     *
     * @param code the application's error code, 0 to 2^31-1 (the transport takes no more)
     * @param reason for the peer's log; at most 1000 bytes of UTF-8 are sent
     * @throws IllegalArgumentException if the code is out of range
     */
    void close(long code, String reason);

    /** Ends the group without waiting for anything. A connect under way is given up. */
    void cancel();

    /** Completes, never exceptionally, when the group has ended and its socket is closed. */
    CompletableFuture<Void> terminated();
}
