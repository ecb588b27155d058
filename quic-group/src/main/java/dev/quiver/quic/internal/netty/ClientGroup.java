package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.GroupState;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import io.netty.handler.codec.quic.QuicChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client's group: the connector until it is ready, the connection from then on. */
final class ClientGroup extends NettyGroup implements ClientConnector.Outcome {
    private final GroupOptions options;
    private final Object lock = new Object();
    private EventLoops.@Nullable Lease lease;
    private @Nullable ClientConnector connector;

    ClientGroup(GroupOptions options, @Nullable ConnectionProtocol protocol) {
        super(
                protocol,
                options.host(),
                options.port(),
                new SerialExecutor(options.executor()),
                options.unclaimedStreams(),
                new GroupState.Setup());
        this.options = options;
    }

    @Override
    public CompletableFuture<HandshakeReport> start() {
        synchronized (lock) {
            if (lease == null && state.set(new GroupState.Preparing())) {
                log.started();
                EventLoops.Lease taken = EventLoops.lease();
                lease = taken;
                ClientConnector made = new ClientConnector(options, taken.loop(), log, this);
                connector = made;
                taken.loop().execute(made::start);
            }
        }
        return started.copy();
    }

    @Override
    public Connection established(QuicChannel channel) {
        return new Connection(
                channel,
                this,
                false,
                peer,
                protocol,
                peerStreams,
                options.idleTimeout().toMillis(),
                this::ended);
    }

    @Override
    public void proved(Connection made) {
        ready(made);
    }

    @Override
    public void failed(HandshakeFailure failure) {
        QuicException cause = failure.toException();
        state.set(
                failure.kind() == QuicException.Kind.CANCELLED
                        ? new GroupState.Cancelled()
                        : new GroupState.Failed(cause));
        started.completeExceptionally(cause);
        release();
    }

    /** The connection is over; event loop. */
    private void ended(QuicException cause) {
        ClientConnector connecting = connector;
        if (connection == null && connecting != null) {
            connecting.connectionEnded(cause);
            return;
        }
        state.set(new GroupState.Failed(cause));
        release();
    }

    private void release() {
        ClientConnector made = connector;
        EventLoops.Lease held = lease;
        if (made != null && held != null) {
            made.released().thenCompose(v -> held.release()).thenRun(() -> terminated.complete(null));
        }
    }

    @Override
    void closeUnready(long code, String reason) {
        synchronized (lock) {
            ClientConnector connecting = connector;
            EventLoops.Lease held = lease;
            if (connecting == null || held == null) {
                started.completeExceptionally(CloseTranslation.closedHere(peer));
                terminated.complete(null);
                return;
            }
            held.loop().execute(() -> {
                Connection made = connection;
                if (made != null) {
                    made.close(code, reason);
                } else {
                    connecting.cancel();
                }
            });
        }
    }
}
