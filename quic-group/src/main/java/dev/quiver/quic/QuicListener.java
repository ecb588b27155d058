package dev.quiver.quic;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Accepts groups from peers on one UDP port. Safe to use from any thread; handlers run one at a time on the executor
 * given to the builder.
 */
public interface QuicListener extends AutoCloseable {
    /** A listener on an address; port 0 takes a free one. */
    static ListenerBuilder newBuilder(InetSocketAddress address) {
        return new ListenerBuilder(address);
    }

    /**
     * Binds the port, once; later calls give the same future.
     *
     * @return completes with the address bound
     */
    CompletableFuture<InetSocketAddress> start();

    /** Registers who takes the groups; those that came before are handed over first. They are ready already. */
    void onGroup(Consumer<? super QuicConnectionGroup> handler);

    /**
     * Registers who is told, from now on, why a peer's group never became ready: it did not trust this listener's
     * certificate, was not trusted itself, spoke no common protocol, went away. The exception names the peer and has its
     * code.
     */
    void onFailure(Consumer<? super QuicException> handler);

    /** Registers who is told of every state from now on; the present one first. */
    void onState(Consumer<? super ListenerState> handler);

    /** The present state. */
    ListenerState state();

    /** Accepts no more; groups go on until they end, and with the last of them the listener. Returns at once. */
    void stop();

    /** Stops, and ends every group with code 0. Returns at once. */
    @Override
    void close();

    /**
     * Vanishes: the socket is closed and no peer is told, as when a machine dies. Peers find out by their idle timeout,
     * or by ICMP. For tests of what happens then.
     */
    void kill();

    /** Completes when the socket is closed. */
    CompletableFuture<Void> terminated();
}
