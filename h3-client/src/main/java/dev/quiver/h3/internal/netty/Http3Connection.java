package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.H3Exception.Setting;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.PeerSettings;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.h3.internal.wire.WireListener;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.QuicTransport;
import dev.quiver.quic.internal.spi.StreamSignals;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.DefaultHttp3UnknownFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One HTTP/3 connection (RFC 9114 §3). Its state belongs to the event loop but for what is marked. */
final class Http3Connection implements ConnectionProtocol, Wire {
    private static final long ENABLE_CONNECT_PROTOCOL = 0x08;
    private static final int MAX_UNKNOWN_FRAME = 64 << 10;
    /** The codec keeps a map entry for every stream whose FIN never came: some 100 bytes each. */
    static final int MOST_ABANDONED = 10_000;

    /** 0x1f * N + 0x21 (RFC 9114 §7.2.8); the codec refuses those below 0x40. */
    private static final long RESERVED_FRAME = 0x1f * 0x51 + 0x21;

    private final String peer;
    private final WireListener listener;
    private final Set<RequestStream> streams = new LinkedHashSet<>();
    private final ConcurrentLinkedQueue<RequestStream> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Crowd crowd = new Crowd(this);
    private final Vigil vigil = new Vigil(this);
    private final AtomicInteger load = new AtomicInteger();
    private final boolean[] criticalSeen = new boolean[4];

    private final CompletableFuture<PeerSettings> settings = new CompletableFuture<>();
    private final ConnectionDatagrams datagrams = new ConnectionDatagrams(this);

    private volatile List<PeerStream> peerStreams = List.of();
    private volatile boolean usable = true;
    private volatile long heardAt = System.nanoTime();
    private volatile @Nullable QuicTransport transport;
    private @Nullable ChannelPipeline pipeline;
    private volatile @Nullable HandshakeReport report;
    private long peerMaxFieldSection = Long.MAX_VALUE;
    private long goAwayId = Long.MAX_VALUE;
    private int abandoned;
    private @Nullable Violation violation;
    private @Nullable H3Exception end;

    /** @param peer the origin's host and port, for people */
    Http3Connection(String peer, WireListener listener) {
        this.peer = peer;
        this.listener = listener;
    }

    // ---- the transport's side

    @Override
    public void attach(QuicTransport newTransport, ChannelPipeline newPipeline) {
        transport = newTransport;
        pipeline = newPipeline;
        Http3Settings settings = new Http3Settings((id, value) -> true)
                .maxFieldSectionSize(FrameGuard.MAX_FIELD_SECTION)
                .qpackMaxTableCapacity(0)
                .qpackBlockedStreams(0);
        settings.put(ConnectionDatagrams.SETTING, 1L);
        newPipeline.addLast(new Http3ClientConnectionHandler(
                new ControlFrames(this),
                null,
                null,
                new DefaultHttp3SettingsFrame(settings),
                true,
                (id, value) -> true,
                Http3Connection::sensitive,
                MAX_UNKNOWN_FRAME));
        newPipeline.addLast(new ConnectionErrors(this));
        datagrams.start(newTransport.group().datagrams());
    }

    /** What no one on the way may put into a table (RFC 9204 §7.1.3). */
    private static boolean sensitive(CharSequence name, CharSequence value) {
        return switch (name.length()) {
            case 6 -> "cookie".contentEquals(name);
            case 13 -> "authorization".contentEquals(name);
            case 19 -> "proxy-authorization".contentEquals(name);
            default -> false;
        };
    }

    @Override
    public void peerStream(Channel stream, long id) {
        if (StreamType.of(id) == StreamType.UNIDIRECTIONAL) {
            stream.pipeline().addFirst(new PeerStreamWatch(this, id));
        } else if (violation == null) {
            // The codec closes the connection for it (RFC 9114 §6.1).
            violation = new Violation(
                    Kind.H3_PROTOCOL,
                    ErrorScope.CONNECTION,
                    H3ErrorCode.H3_STREAM_CREATION_ERROR,
                    "it opened a bidirectional stream (RFC 9114 §6.1)");
        }
    }

    @Override
    public void pathChanged() {
        nudge();
    }

    /**
     * Sends a frame of a reserved type, which the server ignores (RFC 9114 §7.2.8) and whose packet it acknowledges (RFC
     * 9000 §13.2): the transport has no PING.
     *
     * @return false if there is no connection to send it on
     */
    boolean nudge() {
        Channel channel = pipeline == null ? null : pipeline.channel();
        Channel control = channel == null || !channel.isActive() ? null : Http3.getLocalControlStream(channel);
        if (control == null) {
            return false;
        }
        control.writeAndFlush(new DefaultHttp3UnknownFrame(RESERVED_FRAME, Unpooled.EMPTY_BUFFER));
        return true;
    }

    @Override
    public void closed(QuicException cause) {
        usable = false;
        vigil.end();
        Violation broken = violation;
        H3Exception why = broken != null
                ? WireErrors.violation(broken, peer, Progress.NONE, setting())
                : WireErrors.transport(cause, RequestOutcome.UNKNOWN, Progress.NONE, setting());
        end = why;
        settings.completeExceptionally(why);
        startSubmitted();
        for (RequestStream stream : new ArrayList<>(streams)) {
            stream.connectionEnded(why);
        }
        listener.ended(this, why);
    }

    /** The handshake is done: from now on calls can be submitted. */
    void ready(HandshakeReport done) {
        report = done;
        heardAt = System.nanoTime();
        listener.ready(this);
    }

    // ---- what the server says

    /** A one-way stream's type was read. */
    void seen(PeerStream stream) {
        List<PeerStream> next = new ArrayList<>(peerStreams);
        next.add(stream);
        next.sort(Comparator.comparingLong(PeerStream::id));
        peerStreams = List.copyOf(next);
    }

    /** Whether this is the first stream of a type of which there may be only one. */
    boolean critical(long type) {
        boolean first = !criticalSeen[(int) type];
        criticalSeen[(int) type] = true;
        return first;
    }

    void settings(Http3Settings settings) {
        Long size = settings.maxFieldSectionSize();
        peerMaxFieldSection = size == null ? Long.MAX_VALUE : size;
        Long connect = settings.get(ENABLE_CONNECT_PROTOCOL);
        Long datagram = settings.get(ConnectionDatagrams.SETTING);
        if (connect != null && connect > 1 || datagram != null && datagram > 1) {
            // RFC 9297 §2.1.1; RFC 8441 §3 has the same rule.
            protocolError(
                    H3ErrorCode.H3_SETTINGS_ERROR,
                    "its SETTINGS_ENABLE_CONNECT_PROTOCOL or SETTINGS_H3_DATAGRAM is neither 0 nor 1");
            return;
        }
        this.settings.complete(new PeerSettings(
                connect != null && connect == 1, datagrams.allowed(datagram != null && datagram == 1)));
    }

    /** No new requests; those from this id on were not processed (RFC 9114 §5.2). */
    void goAway(long id) {
        boolean first = usable;
        usable = false;
        goAwayId = id;
        for (RequestStream stream : new ArrayList<>(streams)) {
            stream.goAway(id);
        }
        if (first) {
            listener.draining(this);
        }
        closeIfDrained();
    }

    void exception(Throwable cause) {
        Violation found = WireErrors.malformed(cause);
        if (found != null && violation == null && found.scope() == ErrorScope.CONNECTION) {
            violation = found;
        }
    }

    /** The peer broke a rule of the connection: it ends, and everything on it fails. */
    void protocolError(H3ErrorCode code, String what) {
        violated(new Violation(Kind.H3_PROTOCOL, ErrorScope.CONNECTION, code, what));
    }

    void violated(Violation found) {
        if (violation == null) {
            violation = found;
        }
        usable = false;
        transport().close(found.code().value(), found.what());
    }

    // ---- the client's side

    @Override
    public CallHandle submit(Call call) {
        RequestStream stream = new RequestStream(this, call);
        load.incrementAndGet();
        submitted.add(stream);
        if (draining.compareAndSet(false, true)) {
            try {
                loop().execute(this::startSubmitted);
            } catch (RejectedExecutionException shutDown) {
                draining.set(false);
                if (submitted.remove(stream)) {
                    load.decrementAndGet();
                }
                stream.neverSent(gone());
            }
        }
        return stream;
    }

    /** Starts what other threads submitted. */
    void startSubmitted() {
        draining.set(false);
        for (RequestStream next = submitted.poll(); next != null; next = submitted.poll()) {
            if (usable) {
                streams.add(next);
                vigil.begin();
                next.start();
            } else {
                load.decrementAndGet();
                next.neverSent(gone());
            }
        }
    }

    private H3Exception gone() {
        return WireErrors.notProcessed(
                Kind.CLOSED_BY_PEER,
                Origin.PEER,
                "the connection to " + peer + " takes no new requests; send it again",
                end,
                setting());
    }

    @Override
    public CompletableFuture<PeerSettings> settings() {
        return settings.copy();
    }

    ConnectionDatagrams datagrams() {
        return datagrams;
    }

    /** The stream of this id, or null. */
    @Nullable
    RequestStream stream(long id) {
        for (RequestStream stream : streams) {
            if (stream.id() == id) {
                return stream;
            }
        }
        return null;
    }

    /** A stream has nothing more to do here. */
    void done(RequestStream stream) {
        if (streams.remove(stream)) {
            load.decrementAndGet();
            crowd.moved();
            datagrams.leave(stream);
            closeIfDrained();
        }
    }

    /** A stream was given up before the server ended it: the codec keeps a trace of it until the connection is over. */
    void abandoned() {
        if (++abandoned == MOST_ABANDONED) {
            drain();
        }
    }

    /** A call got its stream. */
    void streamOpened() {
        crowd.moved();
    }

    /** A call waits for a stream. */
    void streamAwaited() {
        crowd.waits();
    }

    /** For a while no call that waits for a stream has got one. */
    void crowded() {
        if (usable) {
            listener.crowded(this);
        }
    }

    /** The peer was heard of. */
    void heard() {
        heardAt = System.nanoTime();
    }

    Set<RequestStream> streams() {
        return streams;
    }

    private void closeIfDrained() {
        if (!usable && end == null && streams.isEmpty()) {
            transport().close(H3ErrorCode.H3_NO_ERROR.value(), "");
        }
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public int load() {
        return load.get();
    }

    @Override
    public long heardAt() {
        return heardAt;
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        return new LivenessProbe(this).start();
    }

    @Override
    public void drain() {
        onLoop(() -> {
            if (usable) {
                usable = false;
                listener.draining(this);
            }
            closeIfDrained();
        });
    }

    @Override
    public void withdrawWaiting() {
        onLoop(() -> {
            for (RequestStream stream : new ArrayList<>(streams)) {
                stream.withdraw();
            }
        });
    }

    /** The peer gave no sign of life: every call fails, and the connection is over. */
    void lost() {
        H3Exception why = WireErrors.lost(peer, setting());
        for (RequestStream stream : new ArrayList<>(streams)) {
            stream.connectionEnded(why);
        }
        closeIfDrained();
    }

    private void onLoop(Runnable task) {
        if (loop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop().execute(task);
        } catch (RejectedExecutionException shutDown) {
            // The connection is long over.
        }
    }

    @Override
    public HandshakeReport handshake() {
        HandshakeReport done = report;
        return done != null ? done : transport().group().handshake();
    }

    @Override
    public List<PeerStream> peerStreams() {
        return peerStreams;
    }

    @Override
    public void close(H3ErrorCode code, String reason) {
        usable = false;
        transport().close(code.value(), reason);
    }

    @Override
    public EventLoop loop() {
        return transport().eventLoop();
    }

    String peer() {
        return peer;
    }

    long peerMaxFieldSection() {
        return peerMaxFieldSection;
    }

    long goAwayId() {
        return goAwayId;
    }

    @Nullable
    H3Exception end() {
        return end;
    }

    Setting setting() {
        return new Setting(transport == null ? null : handshake(), null, peerStreams);
    }

    QuicTransport transport() {
        QuicTransport attached = transport;
        if (attached == null) {
            throw new IllegalStateException("not connected");
        }
        return attached;
    }

    StreamSignals signals() {
        return StreamSignals.get();
    }
}
