package dev.quiver.quic.internal.netty;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.GroupStats.DatagramCounts;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.Initiator;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.jfr.ConnectionClosed;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.QuicTransport;
import dev.quiver.quic.internal.spi.StreamSignals;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicTimeoutClosedChannelException;
import io.netty.handler.codec.quic.QuicTransportParameters;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One QUIC connection, client's or server's, from the end of its TLS handshake on. Its state belongs to the event loop;
 * the methods of {@link QuicTransport} may be called from anywhere.
 */
final class Connection implements QuicTransport {
    private static final int MAX_REASON_BYTES = 1000;

    /** How long a stream waits for one opened before it: several round trips of a slow path, and no more. */
    private static final long ELDER_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Datagrams that come while the peer is being judged; more are lost, as datagrams may be. */
    private static final int MAX_EARLY_DATAGRAMS = 64;

    private final QuicChannel channel;
    private final NettyGroup group;
    private final String peer;
    private final @Nullable ConnectionProtocol protocol;
    private final PeerStreams peerStreams;
    private final @Nullable GroupDatagrams datagrams;
    private final ConnectionStats stats;
    private final long idleMillis;
    private final boolean server;
    private final Consumer<QuicException> onEnd;
    private final StreamOpener bidirectional;
    private final StreamOpener unidirectional;
    private final Queue<QuicStreamChannel> early = new ArrayDeque<>();
    private final Queue<ByteBuf> earlyDatagrams = new ArrayDeque<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ArrivalOrder<QuicStream> bidirectionalOrder;
    private final ArrivalOrder<QuicStream> unidirectionalOrder;
    private @Nullable ScheduledFuture<?> orderTimer;
    private @Nullable TicketState ticket;
    private boolean attachedEarly;
    private boolean open;
    private boolean over;
    private volatile @Nullable GroupStats lastStats;
    private @Nullable QuicException cause;
    private @Nullable QuicException lastError;
    private @Nullable HandshakeFailure closedByPeer;

    Connection(QuicChannel channel, NettyGroup group, boolean server, long idleMillis, Consumer<QuicException> onEnd) {
        this.channel = channel;
        this.group = group;
        this.peer = group.peer;
        this.protocol = group.protocol;
        this.peerStreams = group.peerStreams;
        this.datagrams = group.datagrams;
        this.stats = new ConnectionStats(channel, group.label);
        this.idleMillis = idleMillis;
        this.server = server;
        this.onEnd = onEnd;
        int firstId = server ? 0 : 1;
        this.bidirectionalOrder = new ArrivalOrder<>(firstId, ELDER_PATIENCE_NANOS);
        this.unidirectionalOrder = new ArrivalOrder<>(firstId + 2, ELDER_PATIENCE_NANOS);
        this.bidirectional = new StreamOpener(channel, StreamType.BIDIRECTIONAL, stats, this::translate);
        this.unidirectional = new StreamOpener(channel, StreamType.UNIDIRECTIONAL, stats, this::translate);
        if (!countsCalls()) {
            ShiftLoop.underWay(channel.eventLoop(), 1);
        }
    }

    /** Whether its protocol tells the loop of each call; else the connection is one call from beginning to end. */
    private boolean countsCalls() {
        return protocol != null && !server;
    }

    /**
     * Streams may be opened though the peer has not answered; what they carry is early data (RFC 9001 §4.6). Only
     * bidirectional ones: with both types the codec would never learn of new credit (it asks only when one counter is 0,
     * and both start at 0 and go down).
     *
     * @param streams how many the peer allowed at first when the ticket was given
     * @return whether any will be
     */
    boolean openEarly(long streams) {
        if (over || open || streams == 0) {
            return false;
        }
        bidirectional.openEarly(streams);
        if (protocol != null) {
            attachedEarly = protocol.attachEarly(this, channel.pipeline());
            if (!attachedEarly) {
                bidirectional.openEarly(0);
            }
        }
        return protocol == null || attachedEarly;
    }

    /** Where the tickets for this peer are; a server's connection has no such place. */
    void ticket(TicketState place) {
        ticket = place;
    }

    @Override
    public void keepWithTicket(Object state) {
        clientTicket().keep(state);
    }

    @Override
    public @Nullable Object keptWithTicket() {
        return clientTicket().kept();
    }

    @Override
    public void forgetTicket() {
        clientTicket().forget();
    }

    private TicketState clientTicket() {
        TicketState place = ticket;
        if (place == null) {
            throw new IllegalStateException("only a client's connection has a ticket");
        }
        return place;
    }

    /** The handshake in which early data was sent failed: whether the peer acted on it is not known. */
    void failedEarly(HandshakeFailure failure) {
        because(CloseTranslation.established(failure, failure.toException().origin()));
    }

    /** The peer's limit on bidirectional streams as it was when the handshake was done. */
    long streamsAllowedAtFirst() {
        QuicTransportParameters parameters = channel.isActive() ? channel.peerTransportParameters() : null;
        return parameters == null ? 0 : parameters.initialMaxStreamsBidi();
    }

    /** The peer has proved itself: streams may flow. */
    void open() {
        open = true;
        if (protocol != null && attachedEarly) {
            protocol.proved();
        } else if (protocol != null) {
            protocol.attach(this, channel.pipeline());
        }
        for (QuicStreamChannel stream = early.poll(); stream != null; stream = early.poll()) {
            if (peerStream(stream)) {
                // Takes the way it would have taken, past this side's handler, which has seen it.
                channel.pipeline().context(ConnectionHandler.class).fireChannelRead(stream);
            }
        }
        unidirectional.open();
        bidirectional.open();
        if (datagrams != null) {
            datagrams.opened(
                    channel, channel.pipeline().get(ConnectionHandler.class).datagramLimit());
            for (ByteBuf next = earlyDatagrams.poll(); next != null; next = earlyDatagrams.poll()) {
                datagrams.received(next);
            }
        }
        stats.look();
    }

    /** Takes over the buffer. Nothing reaches the user before the peer has proved itself. */
    void datagram(ByteBuf datagram) {
        if (datagrams != null && open) {
            datagrams.received(datagram);
        } else if (datagrams != null && !over && earlyDatagrams.size() < MAX_EARLY_DATAGRAMS) {
            earlyDatagrams.add(datagram);
        } else {
            datagram.release();
        }
    }

    /** Completes on the event loop, or at once after the end. */
    CompletableFuture<GroupStats> stats() {
        CompletableFuture<GroupStats> answer = new CompletableFuture<>();
        Runnable ask = () -> {
            GroupStats last = lastStats;
            answer.complete(last != null ? last : snapshot());
        };
        if (lastStats != null) {
            ask.run();
            return answer;
        }
        try {
            eventLoop().execute(ask);
        } catch (RejectedExecutionException e) {
            ask.run();
        }
        return answer;
    }

    private GroupStats snapshot() {
        return stats.snapshot(datagrams == null ? DatagramCounts.NONE : datagrams.counts());
    }

    boolean peerStream(QuicStreamChannel stream) {
        if (!open) {
            early.add(stream);
            return false;
        }
        stats.opened(stream, Initiator.PEER);
        if (protocol != null) {
            protocol.peerStream(stream, stream.streamId());
            return true;
        }
        NettyStream accepted = new NettyStream(stream, group, Initiator.PEER, this::translate);
        stream.config().setAutoRead(false);
        stream.pipeline().addLast(accepted.handler());
        eventLoop().register(stream);
        boolean both = accepted.face() instanceof BidirectionalStream;
        ArrivalOrder<QuicStream> order = both ? bidirectionalOrder : unidirectionalOrder;
        order.arrived(stream.streamId(), accepted.face(), System.nanoTime()).forEach(peerStreams::arrived);
        watchOrder();
        return false;
    }

    /** Hands on, in time, what waits for an elder stream that may never come. */
    private void watchOrder() {
        long deadline = Math.min(bidirectionalOrder.deadline(), unidirectionalOrder.deadline());
        if (deadline == Long.MAX_VALUE || orderTimer != null) {
            return;
        }
        orderTimer = eventLoop()
                .schedule(
                        () -> {
                            orderTimer = null;
                            long now = System.nanoTime();
                            bidirectionalOrder.expired(now).forEach(peerStreams::arrived);
                            unidirectionalOrder.expired(now).forEach(peerStreams::arrived);
                            watchOrder();
                        },
                        Math.max(1, deadline - System.nanoTime()),
                        TimeUnit.NANOSECONDS);
    }

    void streamLimitChanged() {
        unidirectional.drain();
        bidirectional.drain();
    }

    void closedByPeer(QuicConnectionCloseEvent event) {
        stats.look();
        HandshakeFailure failure =
                server ? CloseTranslation.byClient(event, peer) : CloseTranslation.byPeer(event, peer);
        closedByPeer = failure;
        if (open && failure.kind() == Kind.CLIENT_CERTIFICATE_WANTED) {
            // TLS 1.3 lets the client finish first: the server's refusal of what it was shown comes after ready.
            group.log.refused(failure);
        }
        because(CloseTranslation.established(failure, Origin.PEER));
    }

    /** What the peer said when it closed the connection, as far as it did. */
    @Nullable
    HandshakeFailure closedByPeer() {
        return closedByPeer;
    }

    void failed(Throwable error) {
        // Not every error is the end; if this one is, the channel closes next, without another reason.
        lastError = CloseTranslation.established(CloseTranslation.local(error, peer, false), Origin.LOCAL);
    }

    /** The peer is to hear from this side by the new way; event loop. */
    void pathChanged() {
        if (protocol != null && open && !over) {
            protocol.pathChanged();
        }
    }

    /** Nothing came from the peer for this long though something was due. */
    void dropped(Duration silence) {
        close(false, 0, "", CloseTranslation.dropped(peer, silence.toMillis()));
    }

    void ended(boolean idleTimeout) {
        if (over) {
            return;
        }
        over = true;
        if (idleTimeout) {
            because(CloseTranslation.idle(peer, idleMillis));
        }
        QuicException end = cause != null ? cause : lost(null);
        cause = end;
        if (orderTimer != null) {
            orderTimer.cancel(false);
        }
        bidirectional.close(end);
        unidirectional.close(end);
        peerStreams.close();
        earlyDatagrams.forEach(ByteBuf::release);
        earlyDatagrams.clear();
        if (datagrams != null && open) {
            datagrams.ended(end);
        }
        lastStats = snapshot();
        ConnectionClosed.record(group.label, end);
        if (protocol != null && (open || attachedEarly)) {
            protocol.closed(end);
        }
        if (!countsCalls()) {
            ShiftLoop.underWay(channel.eventLoop(), -1);
        }
        onEnd.accept(end);
        closed.complete(null);
    }

    /** Completes when the channel is closed and its last packets are written. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private QuicException lost(@Nullable Throwable error) {
        QuicException last = lastError;
        return last != null ? last : CloseTranslation.lost(peer, error);
    }

    private void because(QuicException reason) {
        if (cause == null) {
            cause = reason;
        }
    }

    @Override
    public QuicException translate(Throwable error) {
        if (error instanceof QuicException known) {
            return known;
        }
        OptionalLong reset = StreamSignals.get().resetCode(error);
        if (reset.isPresent()) {
            QuicErrorCode code = QuicErrorCode.application(reset.getAsLong());
            return streamError(Origin.PEER, code, peer + " reset the stream with " + code, error);
        }
        if (StreamSignals.get().isStopSending(error)) {
            return streamError(
                    Origin.PEER,
                    null,
                    peer + " asked to stop sending on the stream (the transport does not reveal its code)",
                    error);
        }
        QuicException end = cause;
        if (end != null) {
            return end.again();
        }
        if (error instanceof QuicTimeoutClosedChannelException) {
            return CloseTranslation.idle(peer, idleMillis);
        }
        if (over || !channel.isOpen()) {
            return lost(error);
        }
        return streamError(Origin.LOCAL, null, "the stream failed: " + error, error);
    }

    private static QuicException streamError(
            Origin origin, @Nullable QuicErrorCode code, String message, @Nullable Throwable error) {
        return new QuicException(
                Kind.STREAM_RESET, ErrorScope.STREAM, origin, code, RequestOutcome.UNKNOWN, message, error);
    }

    @Override
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    @Override
    public QuicConnectionGroup group() {
        return group;
    }

    @Override
    public Cancellation openStream(StreamType type, ChannelHandler initializer, StreamOpening then) {
        if (eventLoop().inEventLoop()) {
            return opener(type).add(initializer, then)::cancel;
        }
        PendingCancellation pending = new PendingCancellation();
        OnLoop.run(
                eventLoop(),
                () -> pending.waiting = opener(type).add(initializer, then),
                () -> then.failed(translate(new ClosedChannelException())));
        return pending;
    }

    private final class PendingCancellation implements Cancellation {
        private StreamOpener.@Nullable Waiting waiting;

        @Override
        public void cancel() {
            OnLoop.run(eventLoop(), () -> {
                if (waiting != null) {
                    waiting.cancel();
                }
            });
        }
    }

    @Override
    public void together(Runnable writes) {
        WritePass pass = open && !over ? channel.parent().pipeline().get(WritePass.class) : null;
        if (pass == null) {
            writes.run();
        } else {
            pass.run(writes);
        }
    }

    @Override
    public long streamCredit(StreamType type) {
        return opener(type).credit();
    }

    private StreamOpener opener(StreamType type) {
        return type == StreamType.BIDIRECTIONAL ? bidirectional : unidirectional;
    }

    @Override
    public void close(long code, String reason) {
        int checked = NettyStreamSignals.checkCode(code);
        close(true, checked, reason, CloseTranslation.closedHere(peer));
    }

    /** CONNECTION_CLOSE of either kind; what waits on the connection is told {@code why}. */
    void close(boolean application, int code, String reason, QuicException why) {
        Runnable close = () -> {
            because(why);
            stats.look();
            channel.close(application, code, reason(reason));
        };
        OnLoop.run(eventLoop(), close);
    }

    private static ByteBuf reason(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_REASON_BYTES);
        // Not in the middle of a character.
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Unpooled.directBuffer(Math.max(1, length)).writeBytes(bytes, 0, length);
    }
}
