package dev.quiver.quic.internal.netty;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.ListenerOptions;
import dev.quiver.quic.ListenerState;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QLogConfiguration;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts connections on one UDP socket; all of them share its event loop. */
final class NettyListener implements QuicListener {
    /** RFC 9000 §20.1. */
    private static final int CONNECTION_REFUSED = 0x02;

    private final ListenerOptions options;
    private final @Nullable Supplier<? extends ConnectionProtocol> protocol;
    private final SerialExecutor callbacks;
    private final ServerTls tls;
    private final CompletableFuture<InetSocketAddress> started = new CompletableFuture<>();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final Set<AcceptedGroup> groups = ConcurrentHashMap.newKeySet();
    private final Queue<QuicConnectionGroup> waiting = new ArrayDeque<>();
    private @Nullable Consumer<? super QuicConnectionGroup> handler;
    private EventLoops.@Nullable Lease lease;
    private @Nullable Channel socket;
    private final List<Consumer<? super ListenerState>> states = new ArrayList<>();
    private final List<Consumer<? super QuicException>> failures = new CopyOnWriteArrayList<>();
    private volatile ListenerState state = new ListenerState.Setup();
    private volatile boolean stopped;
    private boolean closed;

    NettyListener(ListenerOptions options, @Nullable Supplier<? extends ConnectionProtocol> protocol) {
        this.options = options;
        this.protocol = protocol;
        this.callbacks = new SerialExecutor(options.executor());
        this.tls = new ServerTls(options);
    }

    @Override
    public synchronized CompletableFuture<InetSocketAddress> start() {
        if (lease == null && !closed) {
            EventLoops.Lease taken = options.clientTrust() == null ? EventLoops.lease() : EventLoops.leaseOwn();
            lease = taken;
            ChannelHandler codec = codec();
            ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(codec).addLast(new SocketErrors());
                }
            };
            ChannelFuture bound = UdpSockets.bind(taken.loop(), options.address(), pipeline);
            socket = bound.channel();
            bound.addListener(f -> {
                if (f.isSuccess()) {
                    InetSocketAddress address =
                            (InetSocketAddress) bound.channel().localAddress();
                    moveTo(new ListenerState.Ready(address));
                    started.complete(address);
                } else {
                    QuicException failure = new QuicException(
                            Kind.IO,
                            ErrorScope.CONNECTION,
                            Origin.LOCAL,
                            null,
                            RequestOutcome.NOT_PROCESSED,
                            "cannot listen on UDP " + options.address() + ": "
                                    + f.cause().getMessage(),
                            f.cause());
                    moveTo(new ListenerState.Failed(failure));
                    started.completeExceptionally(failure);
                    shutDown();
                }
            });
        }
        return started.copy();
    }

    private ChannelHandler codec() {
        QuicServerCodecBuilder builder = TransportSettings.server(options)
                .sslEngineProvider(tls::newEngine)
                .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, UdpSockets.segments())
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel channel) {
                        accept(channel);
                    }

                    @Override
                    public boolean isSharable() {
                        return true;
                    }
                });
        if (options.retry()) {
            builder.tokenHandler(new AddressTokens());
        }
        if (options.qlogDirectory() != null) {
            builder.option(
                    QuicChannelOption.QLOG,
                    new QLogConfiguration(options.qlogDirectory().toString(), "quiver", "listener"));
        }
        return builder.build();
    }

    private void accept(QuicChannel channel) {
        EndlessClose endless = new EndlessClose();
        endless.watch(channel::isOpen);
        channel.config().setAllocator(endless.allocator(channel.alloc()));
        InetSocketAddress remote = (InetSocketAddress) channel.remoteSocketAddress();
        InetSocketAddress local = (InetSocketAddress) channel.parent().localAddress();
        if (stopped || remote == null || groups.size() >= options.maxGroups()) {
            // On the next turn: only then is there a connection that can send the answer.
            channel.eventLoop().execute(() -> channel.close(false, CONNECTION_REFUSED, Unpooled.EMPTY_BUFFER));
            return;
        }
        AcceptedGroup group = new AcceptedGroup(
                channel,
                local,
                remote,
                options,
                protocol == null ? null : protocol.get(),
                tls,
                this::ready,
                this::ended);
        groups.add(group);
        channel.pipeline().addLast(new ConnectionHandler(group));
    }

    private synchronized void ready(QuicConnectionGroup group) {
        Consumer<? super QuicConnectionGroup> to = handler;
        if (to == null) {
            // A protocol serves its connections by itself; they need not be handed to anybody.
            if (protocol == null) {
                waiting.add(group);
            }
        } else {
            callbacks.execute(() -> to.accept(group));
        }
    }

    @Override
    public synchronized void onGroup(Consumer<? super QuicConnectionGroup> handler) {
        this.handler = handler;
        for (QuicConnectionGroup group = waiting.poll(); group != null; group = waiting.poll()) {
            QuicConnectionGroup next = group;
            callbacks.execute(() -> handler.accept(next));
        }
    }

    @Override
    public void onFailure(Consumer<? super QuicException> handler) {
        failures.add(handler);
    }

    private void ended(AcceptedGroup group) {
        groups.remove(group);
        QuicException failure = group.failedUnready();
        if (failure != null) {
            failures.forEach(told -> callbacks.execute(() -> told.accept(failure)));
        }
        if (stopped && groups.isEmpty()) {
            shutDown();
        }
    }

    @Override
    public void onState(Consumer<? super ListenerState> handler) {
        synchronized (states) {
            states.add(handler);
            ListenerState now = state;
            callbacks.execute(() -> handler.accept(now));
        }
    }

    @Override
    public ListenerState state() {
        return state;
    }

    private void moveTo(ListenerState next) {
        synchronized (states) {
            if (!(state instanceof ListenerState.Failed || state instanceof ListenerState.Stopped)) {
                state = next;
                states.forEach(handler -> callbacks.execute(() -> handler.accept(next)));
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
        if (state instanceof ListenerState.Ready ready) {
            moveTo(new ListenerState.Draining(ready.address()));
        }
        if (groups.isEmpty()) {
            shutDown();
        }
    }

    @Override
    public void close() {
        stopped = true;
        groups.forEach(QuicConnectionGroup::close);
        stop();
    }

    @Override
    public void kill() {
        stopped = true;
        shutDown();
    }

    private synchronized void shutDown() {
        if (closed) {
            return;
        }
        closed = true;
        moveTo(new ListenerState.Stopped());
        Channel bound = socket;
        EventLoops.Lease held = lease;
        if (bound == null || held == null) {
            terminated.complete(null);
            return;
        }
        bound.close().addListener(f -> held.release().thenRun(() -> terminated.complete(null)));
    }

    @Override
    public CompletableFuture<Void> terminated() {
        return terminated.copy();
    }
}
