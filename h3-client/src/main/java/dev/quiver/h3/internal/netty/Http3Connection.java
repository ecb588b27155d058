package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.H3Exception.Setting;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.PeerSettings;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.h3.internal.wire.WireListener;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.GuestLoop;
import dev.quiver.quic.internal.spi.QuicTransport;
import dev.quiver.quic.internal.spi.StreamSignals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.AbstractEventExecutor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One HTTP/3 connection (RFC 9114 §3). Its state belongs to the event loop but for what is marked. */
final class Http3Connection implements ConnectionProtocol, Wire, ControlFrames.Sink {
    /** The codec keeps a map entry for every stream whose FIN never came: some 100 bytes each. */
    static final int MOST_ABANDONED = 10_000;

    private final String peer;
    private final WireListener listener;
    private final Set<RequestStream> streams = new LinkedHashSet<>();
    private final ConcurrentLinkedQueue<RequestStream> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Crowd crowd = new Crowd(this);
    private final Vigil vigil = new Vigil(this);
    private final AtomicInteger load = new AtomicInteger();
    private final ConnectionDatagrams datagrams = new ConnectionDatagrams(this);
    private final PeerState said = new PeerState(datagrams);

    private volatile boolean usable = true;
    private volatile long heardAt = System.nanoTime();
    private volatile @Nullable QuicTransport transport;
    private @Nullable ControlStream control;
    private volatile @Nullable HandshakeReport report;
    private int abandoned;
    private @Nullable Violation violation;
    private @Nullable H3Exception end;

    Http3Connection(OriginKey origin, WireListener listener) {
        this.peer = origin.toString();
        this.listener = listener;
    }

    // ---- the transport's side

    @Override
    public void attach(QuicTransport newTransport, ChannelPipeline newPipeline) {
        transport = newTransport;
        control = ControlStream.open(newPipeline);
        newPipeline.addLast(new ConnectionErrors(this));
        datagrams.start(newTransport.group().datagrams());
    }

    @Override
    public boolean attachEarly(QuicTransport newTransport, ChannelPipeline newPipeline) {
        transport = newTransport;
        control = ControlStream.prepare(newPipeline);
        newPipeline.addLast(new ConnectionErrors(this));
        if (newTransport.keptWithTicket() instanceof ServerLimits remembered) {
            said.remember(remembered);
        }
        listener.early(this);
        return true;
    }

    @Override
    public void proved() {
        QuicTransport proven = transport();
        datagrams.start(proven.group().datagrams());
        if (control != null) {
            control.openPrepared(proven, () -> streams.forEach(RequestStream::controlOpened));
        }
    }

    @Override
    public void peerStream(Channel stream, long id) {
        if (StreamType.of(id) == StreamType.UNIDIRECTIONAL) {
            stream.pipeline().addFirst(new PeerStreamWatch(this, id));
        } else if (violation == null) {
            // The codec closes the connection for it (RFC 9114 §6.1).
            violation = Violation.connection(
                    H3ErrorCode.H3_STREAM_CREATION_ERROR, "it opened a bidirectional stream (RFC 9114 §6.1)");
        }
    }

    @Override
    public void pathChanged() {
        nudge();
    }

    /**
     * Sends something that the server ignores and acknowledges.
     *
     * @return false if there is no connection to send it on
     */
    boolean nudge() {
        return control != null && control.nudge();
    }

    /** Tells the server of a new priority of a request under way; false if it cannot be told yet. */
    boolean priorityUpdate(long streamId, Priority priority) {
        return control != null && control.priorityUpdate(streamId, priority);
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
        said.ended(why);
        startAll();
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

    /** What it has said of itself so far. */
    PeerState said() {
        return said;
    }

    @Override
    public @Nullable Violation settings(Map<Long, Long> settings) {
        boolean tookEarlyData = transport().group().handshake().earlyData() == EarlyData.ACCEPTED;
        Violation broken = said.settings(settings, tookEarlyData);
        if (broken == null) {
            transport().keepWithTicket(said.limits());
        } else {
            // Neither its ticket nor what was remembered is good for anything.
            transport().forgetTicket();
        }
        return broken;
    }

    /** No new requests; those from this id on were not processed (RFC 9114 §5.2). */
    @Override
    public void goAway(long id) {
        boolean first = usable;
        usable = false;
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
        violated(Violation.connection(code, what));
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
                if (call.turnsLoop() && loop() instanceof AbstractEventExecutor loop) {
                    loop.lazyExecute(this::startSubmitted);
                } else {
                    loop().execute(this::startSubmitted);
                }
            } catch (RejectedExecutionException shutDown) {
                draining.set(false);
                if (submitted.remove(stream)) {
                    load.decrementAndGet();
                }
                stream.neverSent(gone());
            }
        }
        return new RequestHandle(stream);
    }

    /** Starts what other threads submitted: several share their packets. */
    private void startSubmitted() {
        draining.set(false);
        RequestStream first = submitted.poll();
        if (first == null) {
            return;
        }
        if (submitted.isEmpty()) {
            start(first);
        } else {
            transport().together(() -> {
                start(first);
                startAll();
            });
        }
    }

    private void startAll() {
        for (RequestStream next = submitted.poll(); next != null; next = submitted.poll()) {
            start(next);
        }
    }

    private void start(RequestStream next) {
        if (usable) {
            streams.add(next);
            underWay(1);
            vigil.begin();
            next.start();
        } else {
            load.decrementAndGet();
            next.neverSent(gone());
        }
    }

    private void underWay(int more) {
        if (loop() instanceof GuestLoop host) {
            host.underWay(more);
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
        return said.settings();
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
            underWay(-1);
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
        return new LivenessProbe(this).start().alive();
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
        return said.peerStreams();
    }

    @Override
    public Map<Long, Long> peerSettings() {
        return said.received();
    }

    @Override
    public CompletableFuture<GroupStats> stats() {
        return transport().group().stats();
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

    @Nullable
    H3Exception end() {
        return end;
    }

    Setting setting() {
        return new Setting(transport == null ? null : handshake(), null, said.peerStreams());
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
