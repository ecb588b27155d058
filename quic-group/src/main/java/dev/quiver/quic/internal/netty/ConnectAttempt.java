package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.trust.IdentityOffer;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustDecision;
import dev.quiver.quic.trust.TrustVerdict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QLogConfiguration;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The handshake with one address, on a socket of its own. Event loop only. */
final class ConnectAttempt implements ConnectionEvents, ClientTls.Handshake, TicketState {
    /** Told how the attempt went: exactly one of these, on the event loop. */
    interface Outcome {
        void established(ConnectAttempt attempt, QuicChannel channel);

        void failed(ConnectAttempt attempt, HandshakeFailure failure);

        /**
         * Before either, if at all: streams may be opened already.
         *
         * @return the connection to tell of what happens to them, or null when none shall be
         */
        @Nullable
        Connection earlyDataReady(ConnectAttempt attempt, QuicChannel channel);

        /** What is left of the limit on the whole handshake; zero when it has passed. */
        Duration left();

        /** The verdict that is being waited for; who cancels it gives up the handshake. */
        void deciding(CompletableFuture<TrustVerdict> decision);
    }

    private final EventLoop loop;
    private final GroupOptions options;
    private final InetSocketAddress remote;
    private final String peer;
    private final ClientTls tls;
    private final HandshakeRecorder recorder;
    private final EndlessClose endless = new EndlessClose();
    private final EarlyDataAnswer earlyDataAnswer = new EarlyDataAnswer();
    private final Outcome outcome;
    private final PortProbe probe;
    private final SocketSwitch sockets = new SocketSwitch();
    private final SocketTap tap;
    private final CodecInMaking codec;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private @Nullable Channel udp;
    private @Nullable QuicChannel quic;
    private @Nullable SSLEngine engine;
    private @Nullable Connection early;
    private @Nullable Connection connection;
    private @Nullable Throwable lastError;
    private @Nullable TrustVerdict inlineVerdict;
    private @Nullable HandshakeFailure cancelled;
    private boolean judging;
    private boolean completed;
    private boolean decided;
    private boolean discarded;

    ConnectAttempt(
            EventLoop loop,
            GroupOptions options,
            InetSocketAddress remote,
            ClientTls tls,
            CodecInMaking codec,
            HandshakeLog log,
            Outcome outcome) {
        this.loop = loop;
        this.options = options;
        this.remote = remote;
        this.peer = options.host() + ":" + options.port();
        this.tls = tls;
        this.codec = codec;
        this.tap = new SocketTap(options);
        this.recorder = new HandshakeRecorder(log);
        this.outcome = outcome;
        this.probe = new PortProbe(
                loop,
                remote,
                () -> fail(new HandshakeFailure(
                        Kind.PORT_CLOSED,
                        "nothing listens on UDP port " + remote.getPort() + " of "
                                + remote.getAddress().getHostAddress()
                                + " (the host said so by ICMP); is HTTP/3 or QUIC enabled there?",
                        null,
                        null,
                        null,
                        null)));
    }

    HandshakeRecorder recorder() {
        return recorder;
    }

    InetSocketAddress remote() {
        return remote;
    }

    SocketSwitch sockets() {
        return sockets;
    }

    SocketTap tap() {
        return tap;
    }

    void start() {
        codec.take(loop, this::newEngine, (made, error) -> {
            if (made != null) {
                open(made);
            } else {
                fail(CloseTranslation.local(Objects.requireNonNull(error), peer, false));
            }
        });
    }

    private void open(ChannelHandler made) {
        if (discarded) {
            return;
        }
        ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ReadEnd reads = new ReadEnd();
                channel.pipeline().addLast(sockets).addLast(reads);
                if (options.keepAlive() != null || options.dropAfter() != null) {
                    channel.pipeline().addLast(tap);
                }
                channel.pipeline()
                        .addLast(endless)
                        .addLast(new HandshakeTap(recorder, earlyDataAnswer))
                        .addLast(new EarlyPacketHold())
                        .addLast(new WritePass(reads))
                        .addLast(made)
                        .addLast(new SocketErrors());
            }
        };
        InetSocketAddress wanted = options.localAddress();
        InetSocketAddress local = wanted == null ? UdpSockets.anyLocal(remote) : UdpSockets.towards(remote, wanted);
        if (local == null) {
            fail(CloseTranslation.otherFamily(peer, remote, String.valueOf(wanted)));
            return;
        }
        ChannelFuture bound = UdpSockets.bind(loop, local, pipeline);
        udp = bound.channel();
        bound.addListener(f -> {
            if (f.isSuccess()) {
                connect(bound.channel());
            } else {
                fail(CloseTranslation.local(f.cause(), peer, false));
            }
        });
    }

    private void connect(Channel socket) {
        if (discarded) {
            return;
        }
        recorder.addresses(
                Sni.sent(options.host()), Routes.local(remote, (InetSocketAddress) socket.localAddress()), remote);
        probe.start();
        var bootstrap = QuicChannel.newBootstrap(socket)
                .handler(new ConnectionHandler(this))
                .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, UdpSockets.segments())
                // The limit on the whole handshake is kept by the connector, which can tell what was seen until then.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.ALLOCATOR, endless.allocator(socket.alloc()))
                .remoteAddress(remote);
        if (options.qlogDirectory() != null) {
            bootstrap.option(
                    QuicChannelOption.QLOG,
                    new QLogConfiguration(options.qlogDirectory().toString(), "quiver", peer));
        }
        bootstrap.connect().addListener((Future<QuicChannel> f) -> {
            if (!f.isSuccess() && !decided) {
                Throwable cause = lastError != null ? lastError : f.cause();
                failSoon(CloseTranslation.local(cause, peer, recorder.versionNegotiationSeen()));
            }
        });
    }

    private QuicSslEngine newEngine(QuicChannel channel) {
        quic = channel;
        endless.watch(channel::isOpen);
        QuicSslEngine made = tls.newEngine(channel.alloc(), options.host(), options.port(), this);
        engine = made;
        return made;
    }

    /**
     * As a rule the handshake goes on and the certificates are judged meanwhile. With an identity the handshake would show
     * it before the verdict, and early data that was rejected would be sent again: then the verdict is awaited here, on a
     * thread that serves this connection alone.
     */
    @Override
    public void presented(List<X509Certificate> chain) throws CertificateException {
        recorder.chainPresented(chain);
        if (!judgedInline(options)) {
            judging = true;
            tls.judging(options.host(), options.port());
            return;
        }
        TrustContext context =
                new TrustContext(options.host(), options.port(), TrustContext.Transport.QUIC, chain, null);
        CompletableFuture<TrustVerdict> decision =
                TrustDecision.decide(options.trust(), context, options.executor(), outcome.left());
        outcome.deciding(decision);
        TrustVerdict verdict;
        try {
            verdict = decision.join();
        } catch (CancellationException e) {
            cancelled = CloseTranslation.cancelled(peer);
            throw new CertificateException("nobody waits for the verdict any more", e);
        }
        inlineVerdict = verdict;
        if (verdict instanceof TrustVerdict.Rejected rejected) {
            recorder.decided(verdict);
            // The codec loses this exception on its way; the failure is told from the verdict.
            throw new OpenSslCertificateException(VerifyError.selecting(rejected.alert()));
        }
    }

    @Override
    public void identityWanted(IdentityOffer offer) {
        recorder.identityWanted(offer);
    }

    @Override
    public void keyLog(String line) {
        earlyDataAnswer.keyLog(line);
    }

    @Override
    public void keep(Object state) {
        tls.keep(options.host(), options.port(), state);
    }

    @Override
    public @Nullable Object kept() {
        return tls.kept(options.host(), options.port());
    }

    @Override
    public void forget() {
        if (engine != null) {
            tls.dropTickets(options.host(), options.port(), engine);
        }
    }

    /** Whether the handshake waits for the verdict. */
    static boolean judgedInline(GroupOptions options) {
        return options.identity() != null || options.earlyData();
    }

    /** The peer is trusted. */
    void judged(long bidirectionalStreams) {
        if (judging) {
            judging = false;
            tls.judged(options.host(), options.port());
        }
        tls.markProven(options.host(), options.port(), bidirectionalStreams);
    }

    /** The verdict, if it was awaited within the handshake. */
    @Nullable
    TrustVerdict inlineVerdict() {
        return inlineVerdict;
    }

    @Override
    public void established() {
        completed = true;
        if (!decided && quic != null && engine != null) {
            decided = true;
            probe.stop();
            recorder.earlyDataAnswered(earlyDataAnswer.accepted());
            earlyDataAnswer.stop();
            recorder.negotiated(
                    blankToNull(engine.getApplicationProtocol()),
                    engine.getSession().getCipherSuite(),
                    recorder.presented().isEmpty());
            outcome.established(this, quic);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** From here on the connection hears the channel's events. */
    void handTo(Connection established) {
        this.connection = established;
        established.ticket(this);
    }

    @Override
    public void earlyDataReady() {
        if (!decided && quic != null) {
            early = outcome.earlyDataReady(this, quic);
            if (early != null) {
                early.ticket(this);
                earlyDataAnswer.offered();
            }
        }
    }

    /** The connection with early data, if there is one. */
    @Nullable
    Connection early() {
        return early;
    }

    @Override
    public void datagram(ByteBuf datagram) {
        if (connection != null) {
            connection.datagram(datagram);
        } else {
            datagram.release();
        }
    }

    @Override
    public boolean peerStream(QuicStreamChannel stream) {
        Connection to = connection != null ? connection : early;
        return to != null && to.peerStream(stream);
    }

    @Override
    public void streamLimitChanged() {
        Connection to = connection != null ? connection : early;
        if (to != null) {
            to.streamLimitChanged();
        }
    }

    @Override
    public void closedByPeer(QuicConnectionCloseEvent event) {
        if (connection != null) {
            connection.closedByPeer(event);
        } else {
            if (early != null) {
                early.closedByPeer(event);
            }
            fail(CloseTranslation.byPeer(event, peer));
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (connection != null) {
            connection.failed(cause);
        } else if (cause instanceof javax.net.ssl.SSLException) {
            failSoon(CloseTranslation.local(cause, peer, false));
        } else {
            lastError = cause;
        }
    }

    @Override
    public void ended(boolean idleTimeout) {
        if (connection != null) {
            connection.ended(idleTimeout);
            discard();
            return;
        }
        if (early != null) {
            early.ended(idleTimeout);
        }
        if (!decided) {
            Throwable cause = lastError != null ? lastError : new java.nio.channels.ClosedChannelException();
            fail(CloseTranslation.local(cause, peer, recorder.versionNegotiationSeen()));
        }
    }

    /**
     * Fails on the next turn: this is heard in the middle of the codec's sending, which sends nothing of a close that comes
     * from within, and the peer would not be told the alert.
     */
    private void failSoon(HandshakeFailure failure) {
        loop.execute(() -> fail(failure));
    }

    private void fail(HandshakeFailure failure) {
        if (!decided) {
            decided = true;
            HandshakeFailure told = inlineVerdict instanceof TrustVerdict.Rejected rejected
                    ? CloseTranslation.rejected(rejected, peer)
                    : cancelled != null ? cancelled : failure;
            if (early != null) {
                early.failedEarly(told);
            }
            outcome.failed(this, told);
        }
        discard();
    }

    /** Gives up for a reason that is not this handshake's. */
    void abandon(HandshakeFailure why) {
        if (early != null) {
            early.failedEarly(why);
        }
        discard();
    }

    /** Closes the socket; what is still to be sent is sent first. */
    void discard() {
        if (discarded) {
            return;
        }
        discarded = true;
        decided = true;
        probe.stop();
        earlyDataAnswer.stop();
        if (engine != null) {
            tls.forget(engine);
        }
        if (judging && completed) {
            tls.spoil();
        } else if (judging) {
            // Without a completed handshake there was no ticket.
            tls.judged(options.host(), options.port());
        }
        judging = false;
        Channel socket = udp;
        if (socket == null) {
            released.complete(null);
            return;
        }
        Runnable closeSocket = () -> socket.close().addListener(f -> released.complete(null));
        if (quic != null && quic.isOpen()) {
            quic.close().addListener(f -> closeSocket.run());
        } else {
            closeSocket.run();
        }
    }

    CompletableFuture<Void> released() {
        return released;
    }
}
