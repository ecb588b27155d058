package dev.quiver.quic.internal.netty;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.Datagrams;
import dev.quiver.quic.GroupState;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Initiator;
import dev.quiver.quic.PathEvent;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.StreamHandler;
import dev.quiver.quic.StreamPolicy;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.UnclaimedStream;
import dev.quiver.quic.internal.jfr.PathChange;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What both sides' groups have in common. */
abstract class NettyGroup implements QuicConnectionGroup {
    private static final AtomicLong COUNT = new AtomicLong();

    final @Nullable ConnectionProtocol protocol;
    final String peer;
    /** Tells this group from others with the same peer, in diagnosis. */
    final String label;

    final @Nullable GroupDatagrams datagrams;
    final StateCell state;
    final HandshakeLog log;
    final PeerStreams peerStreams;
    final Consumer<PathEvent> pathEvents = this::tellPath;
    private final List<Consumer<? super PathEvent>> pathListeners = new CopyOnWriteArrayList<>();
    private final Executor callbacks;
    final CompletableFuture<HandshakeReport> started = new CompletableFuture<>();
    final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final Queue<OpeningFuture<?>> early = new ArrayDeque<>();
    private @Nullable Connection earlyConnection;
    volatile @Nullable Connection connection;

    NettyGroup(
            @Nullable ConnectionProtocol protocol,
            String host,
            int port,
            SerialExecutor callbacks,
            StreamPolicy policy,
            @Nullable DatagramOptions datagrams,
            GroupState initial) {
        this.protocol = protocol;
        this.callbacks = callbacks;
        this.peer = host + ":" + port;
        this.state = new StateCell(callbacks, initial);
        this.label = peer + " #" + COUNT.incrementAndGet();
        this.log = new HandshakeLog(host, port, label, callbacks);
        this.peerStreams = new PeerStreams(callbacks, peer, policy);
        this.datagrams = datagrams == null ? null : new GroupDatagrams(peer, datagrams, callbacks, this::start);
        started.whenComplete((report, error) -> {
            if (error instanceof QuicException cause && this.datagrams != null) {
                this.datagrams.ended(cause);
            }
        });
    }

    /** The connection is there and its peer has proved itself; event loop. */
    final void ready(Connection made) {
        connection = made;
        made.open();
        HandshakeReport report = log.report();
        state.set(new GroupState.Ready(report));
        log.recorded();
        started.complete(report);
    }

    /** What is sent on bidirectional streams from now on is early data; event loop. */
    final void readyEarly(Connection made, long streams) {
        if (!made.openEarly(streams)) {
            return;
        }
        List<OpeningFuture<?>> bidirectional = new ArrayList<>();
        synchronized (early) {
            earlyConnection = made;
            early.removeIf(o -> o.type() == StreamType.BIDIRECTIONAL && bidirectional.add(o));
        }
        bidirectional.forEach(o -> o.open(made));
        made.closed().thenRun(() -> {
            synchronized (early) {
                if (earlyConnection == made) {
                    earlyConnection = null;
                }
            }
        });
    }

    /** Ends a group whose connection is not there yet. */
    abstract void closeUnready(long code, String reason);

    @Override
    public CompletableFuture<BidirectionalStream> openStream() {
        return open(StreamType.BIDIRECTIONAL, BidirectionalStream.class);
    }

    @Override
    public CompletableFuture<SendStream> openSendStream() {
        return open(StreamType.UNIDIRECTIONAL, SendStream.class);
    }

    private <S> CompletableFuture<S> open(StreamType type, Class<S> face) {
        if (protocol != null) {
            throw new IllegalStateException("the streams of this group belong to its protocol");
        }
        OpeningFuture<S> opening = new OpeningFuture<>(this, type, face);
        Connection ready;
        synchronized (early) {
            ready = connection;
            if (ready == null && type == StreamType.BIDIRECTIONAL) {
                ready = earlyConnection;
            }
            if (ready == null) {
                early.add(opening);
            }
        }
        if (ready != null) {
            opening.open(ready);
        } else {
            start().whenComplete((report, error) -> openEarly(error));
        }
        return opening;
    }

    /** In the order in which they were asked for, which dependents of one future do not keep. */
    private void openEarly(@Nullable Throwable error) {
        Connection made = connection;
        synchronized (early) {
            for (OpeningFuture<?> next = early.poll(); next != null; next = early.poll()) {
                if (made != null) {
                    next.open(made);
                } else if (error != null) {
                    next.completeExceptionally(error);
                }
            }
        }
    }

    @Override
    public void onStream(@Nullable StreamHandler handler) {
        peerStreams.handler(handler);
    }

    @Override
    public void onUnclaimedStream(Consumer<? super UnclaimedStream> handler) {
        peerStreams.onUnclaimed(handler);
    }

    @Override
    public <S extends QuicStream> S extract(S stream, Executor executor) {
        mine(stream).extract(executor);
        return stream;
    }

    @Override
    public void reinsert(QuicStream stream) {
        mine(stream).reinsert();
        if (stream.initiator() == Initiator.PEER) {
            peerStreams.arrived(stream);
        }
    }

    private NettyStream mine(QuicStream stream) {
        if (stream.group() != this || !(stream instanceof NettyStream.Face face)) {
            throw new IllegalArgumentException(stream + " is not a stream of " + this);
        }
        return face.stream();
    }

    @Override
    public Datagrams datagrams() {
        if (datagrams == null) {
            throw new IllegalStateException("this group has no datagrams: call datagrams(…) on its builder");
        }
        return datagrams;
    }

    @Override
    public CompletableFuture<GroupStats> stats() {
        Connection made = connection;
        return made == null ? CompletableFuture.completedFuture(GroupStats.NONE) : made.stats();
    }

    @Override
    public void onPath(Consumer<? super PathEvent> handler) {
        pathListeners.add(handler);
    }

    private void tellPath(PathEvent event) {
        PathChange.record(label, event);
        pathListeners.forEach(l -> callbacks.execute(() -> {
            if (!state.get().isTerminal()) {
                l.accept(event);
            }
        }));
    }

    @Override
    public void onState(Consumer<? super GroupState> handler) {
        state.listen(handler);
    }

    @Override
    public void onHandshakeEvent(Consumer<? super HandshakeEvent> handler) {
        log.listen(handler);
    }

    @Override
    public GroupState state() {
        return state.get();
    }

    @Override
    public HandshakeReport handshake() {
        return log.report();
    }

    @Override
    public void close() {
        close(0, "");
    }

    @Override
    public void close(long code, String reason) {
        NettyStreamSignals.checkCode(code);
        if (!state.set(new GroupState.Cancelled())) {
            return;
        }
        Connection open = connection;
        if (open != null) {
            open.close(code, reason);
            return;
        }
        closeUnready(code, reason);
    }

    @Override
    public void cancel() {
        close(0, "");
    }

    /**
     * Ends the group by the transport's own CONNECTION_CLOSE, NO_ERROR, which can be sent before the handshake is
     * confirmed (RFC 9000 §10.2.3). An application's close at that time is a trap: while a probe of the Handshake space
     * is due, quiche 0.29.3 sends acknowledgements without end, and the event loop never comes back.
     */
    void leave() {
        if (!state.set(new GroupState.Cancelled())) {
            return;
        }
        Connection open = connection;
        if (open != null) {
            open.close(false, 0, "", CloseTranslation.closedHere(peer));
            return;
        }
        closeUnready(0, "");
    }

    @Override
    public CompletableFuture<Void> terminated() {
        return terminated.copy();
    }

    @Override
    public String toString() {
        return "group with " + label;
    }
}
