package dev.quiver.quic.internal.netty;

import dev.quiver.quic.DatagramException;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.GroupState;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.KeepAlive;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client's group: the connector until it is ready, the connection and its path from then on. */
final class ClientGroup extends NettyGroup implements ClientConnector.Outcome {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    private final GroupOptions options;
    private final Object lock = new Object();
    private EventLoops.@Nullable Lease lease;
    // Event loop only, from here on.
    private volatile @Nullable ClientConnector connector;
    private boolean waiting;
    private boolean keepAliveFailed;
    private @Nullable ClientPath path;

    ClientGroup(GroupOptions options, @Nullable ConnectionProtocol protocol) {
        super(
                protocol,
                options.host(),
                options.port(),
                new SerialExecutor(options.executor()),
                options.unclaimedStreams(),
                options.datagrams(),
                new GroupState.Setup());
        this.options = options;
    }

    @Override
    public CompletableFuture<HandshakeReport> start() {
        synchronized (lock) {
            if (lease == null && !state.get().isTerminal()) {
                log.started();
                EventLoops.Lease taken =
                        ConnectAttempt.judgedInline(options) ? EventLoops.leaseOwn() : EventLoops.lease();
                lease = taken;
                state.set(new GroupState.Preparing());
                taken.loop().execute(() -> connect(taken.loop()));
            }
        }
        return started.copy();
    }

    private void connect(EventLoop loop) {
        if (state.get().isTerminal()) {
            // Closed between the call and this turn of the loop.
            failed(new HandshakeFailure(
                    QuicException.Kind.CANCELLED, "connecting to " + peer + " was cancelled", null, null, null, null));
            return;
        }
        ClientConnector made = new ClientConnector(options, loop, log, this);
        connector = made;
        made.start();
    }

    @Override
    public Connection established(QuicChannel channel) {
        return new Connection(channel, this, false, options.idleTimeout().toMillis(), this::ended);
    }

    @Override
    public void early(Connection made, long streams) {
        readyEarly(made, streams);
    }

    @Override
    public void proved(Connection made, ConnectAttempt attempt) {
        EventLoops.Lease held = lease;
        if (held != null) {
            ClientPath watched = new ClientPath(
                    made.eventLoop(), held.watch(), attempt, options.localAddress() != null, pathEvents, () -> {
                        made.pathChanged();
                        keepAlive();
                    });
            path = watched;
            watched.start();
        }
        ready(made);
        Duration limit = options.dropAfter();
        attempt.tap()
                .watch(made.eventLoop(), this::keepAlive, () -> made.dropped(limit == null ? Duration.ZERO : limit));
    }

    private void keepAlive() {
        KeepAlive what = options.keepAlive();
        if (what == null || datagrams == null) {
            return;
        }
        datagrams.send(what.datagram()).exceptionally(error -> {
            if (!keepAliveFailed && error instanceof DatagramException) {
                keepAliveFailed = true;
                LOG.log(System.Logger.Level.WARNING, "nothing keeps " + this + " alive: " + error.getMessage());
            }
            return null;
        });
    }

    @Override
    public void failed(HandshakeFailure failure) {
        QuicException cause = failure.toException();
        if (options.waitForConnectivity() && mayPass(failure) && state.set(new GroupState.Waiting(cause))) {
            waitForChange();
            return;
        }
        state.set(
                failure.kind() == QuicException.Kind.CANCELLED
                        ? new GroupState.Cancelled()
                        : new GroupState.Failed(cause));
        started.completeExceptionally(cause);
        release();
    }

    /** What another network, or a server that starts later, would put right. */
    private static boolean mayPass(HandshakeFailure failure) {
        return switch (failure.kind()) {
            case HOST_NOT_FOUND, PORT_CLOSED, NO_ANSWER, TIMEOUT, IO -> true;
            default -> false;
        };
    }

    private void waitForChange() {
        EventLoops.Lease held = lease;
        if (held != null) {
            waiting = true;
            held.watch().add(this, held.loop(), this::tryAgain);
        }
    }

    private void tryAgain() {
        EventLoops.Lease held = lease;
        if (held != null && waiting && state.set(new GroupState.Preparing())) {
            waiting = false;
            held.watch().remove(this);
            log.restarted();
            connect(held.loop());
        }
    }

    @Override
    public void restart() {
        onLoop(this::tryAgain);
    }

    @Override
    public CompletableFuture<InetSocketAddress> rebind(InetSocketAddress local) {
        CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
        boolean started = onLoop(() -> {
            ClientPath present = path;
            if (present == null) {
                done.completeExceptionally(notReady());
            } else {
                present.rebind(local, done);
            }
        });
        if (!started) {
            done.completeExceptionally(notReady());
        }
        return done;
    }

    private QuicException notReady() {
        return new QuicException(
                QuicException.Kind.IO,
                ErrorScope.MESSAGE,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "only a group that is ready can be rebound; " + this + " is "
                        + state.get().getClass().getSimpleName(),
                null);
    }

    private boolean onLoop(Runnable task) {
        EventLoops.Lease held;
        synchronized (lock) {
            held = lease;
        }
        if (held == null || terminated.isDone()) {
            return false;
        }
        // If the group has just ended, and its loop with it, there is nothing left to do it to.
        OnLoop.run(held.loop(), task);
        return true;
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
        if (path != null) {
            path.stop();
        }
        EventLoops.Lease held = lease;
        if (held != null) {
            held.watch().remove(this);
            CompletableFuture<Void> sockets =
                    connector == null ? CompletableFuture.completedFuture(null) : connector.released();
            sockets.thenCompose(v -> held.release()).thenRun(() -> terminated.complete(null));
        }
    }

    @Override
    void closeUnready(long code, String reason) {
        ClientConnector connecting = connector;
        if (connecting != null) {
            connecting.dropVerdict();
        }
        boolean running = onLoop(() -> {
            Connection made = connection;
            if (made != null) {
                made.close(code, reason);
            } else if (waiting) {
                started.completeExceptionally(CloseTranslation.closedHere(peer));
                release();
            } else if (connector != null) {
                connector.cancel();
            }
        });
        if (!running) {
            started.completeExceptionally(CloseTranslation.closedHere(peer));
            terminated.complete(null);
        }
    }
}
