package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupState;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.ListenerOptions;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A group that a peer opened towards a listener. Events come on the listener's event loop. */
final class AcceptedGroup extends NettyGroup implements ConnectionEvents {
    private final Consumer<AcceptedGroup> onReady;
    private final Consumer<AcceptedGroup> onEnd;
    private final ServerTls tls;
    private final Connection made;
    private final QuicChannel channel;
    private final HandshakeRecorder recorder;
    private boolean wasReady;
    private boolean over;

    AcceptedGroup(
            QuicChannel channel,
            InetSocketAddress local,
            InetSocketAddress remote,
            ListenerOptions options,
            @Nullable ConnectionProtocol protocol,
            ServerTls tls,
            Consumer<AcceptedGroup> onReady,
            Consumer<AcceptedGroup> onEnd) {
        super(
                protocol,
                remote.getAddress().getHostAddress(),
                remote.getPort(),
                new SerialExecutor(options.executor()),
                options.unclaimedStreams(),
                options.datagrams(),
                new GroupState.Preparing());
        this.channel = channel;
        this.tls = tls;
        this.onReady = onReady;
        this.onEnd = onEnd;
        this.recorder = log.followed();
        recorder.addresses(null, local, remote);
        recorder.packetReceived(remote);
        recorder.version(1);
        this.made = new Connection(channel, this, true, options.idleTimeout().toMillis(), this::connectionEnded);
    }

    @Override
    public CompletableFuture<HandshakeReport> start() {
        return started.copy();
    }

    @Override
    public CompletableFuture<InetSocketAddress> rebind(InetSocketAddress local) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("only the side that connected can rebind (RFC 9000 §9)"));
    }

    @Override
    public void restart() {
        // A listener's group never waits: its peer has come already.
    }

    @Override
    public void established() {
        var engine = channel.sslEngine();
        if (engine != null) {
            String alpn = engine.getApplicationProtocol();
            recorder.negotiated(
                    alpn == null || alpn.isEmpty() ? null : alpn,
                    engine.getSession().getCipherSuite(),
                    null);
        }
        List<X509Certificate> client = tls.client(channel);
        if (!client.isEmpty()) {
            recorder.chainPresented(client);
        }
        recorder.ready();
        wasReady = true;
        ready(made);
        onReady.accept(this);
    }

    @Override
    public void earlyDataReady() {
        // A client's event.
    }

    @Override
    public void datagram(ByteBuf datagram) {
        made.datagram(datagram);
    }

    @Override
    public boolean peerStream(QuicStreamChannel stream) {
        return made.peerStream(stream);
    }

    @Override
    public void streamLimitChanged() {
        made.streamLimitChanged();
    }

    @Override
    public void closedByPeer(QuicConnectionCloseEvent event) {
        made.closedByPeer(event);
    }

    @Override
    public void failed(Throwable cause) {
        made.failed(cause);
    }

    @Override
    public void ended(boolean idleTimeout) {
        made.ended(idleTimeout);
    }

    private void connectionEnded(QuicException cause) {
        if (!over) {
            over = true;
            state.set(new GroupState.Failed(cause));
            started.completeExceptionally(cause);
            terminated.complete(null);
            onEnd.accept(this);
        }
    }

    /** Why the group ended without having been ready; null for one that was, or that has not ended. */
    @Nullable
    QuicException failedUnready() {
        return !wasReady && state.get() instanceof GroupState.Failed failed ? failed.cause() : null;
    }

    @Override
    void closeUnready(long code, String reason) {
        made.close(code, reason);
    }
}
