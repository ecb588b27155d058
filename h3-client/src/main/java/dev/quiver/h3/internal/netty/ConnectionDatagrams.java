package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.DatagramException;
import dev.quiver.quic.DatagramException.Reason;
import dev.quiver.quic.Datagrams;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.internal.spi.Varint;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The HTTP datagrams of one connection (RFC 9297 §2.1): each begins with a quarter of its stream's id. Any thread. */
final class ConnectionDatagrams {
    /** SETTINGS_H3_DATAGRAM (RFC 9297 §2.1.1). */
    static final long SETTING = 0x33;

    private static final long MAX_QUARTER = (1L << 60) - 1;

    private final Http3Connection connection;
    private final Map<Long, RequestStream> streams = new ConcurrentHashMap<>();
    private final LongAdder unclaimed = new LongAdder();
    private volatile @Nullable Datagrams transport;
    private volatile boolean peerTakes;

    ConnectionDatagrams(Http3Connection connection) {
        this.connection = connection;
    }

    void start(Datagrams datagrams) {
        transport = datagrams;
        datagrams.onDatagram(this::received);
    }

    /** The peer's setting: only once both sides have said so may any be sent. Whether some can be. */
    boolean allowed(boolean saidSo) {
        peerTakes = saidSo;
        return saidSo;
    }

    /** From now on datagrams of this stream reach its listener. */
    void join(RequestStream stream) {
        streams.put(stream.id() >> 2, stream);
    }

    void leave(RequestStream stream) {
        if (!streams.isEmpty()) {
            streams.remove(stream.id() >> 2, stream);
        }
    }

    long unclaimed() {
        return unclaimed.sum();
    }

    OptionalInt maxSize(long streamId) {
        Datagrams over = transport;
        if (!peerTakes || streamId < 0 || over == null) {
            return OptionalInt.empty();
        }
        OptionalInt most = over.maxSize();
        int prefix = Varint.size(streamId >> 2);
        return most.isPresent() && most.getAsInt() > prefix
                ? OptionalInt.of(most.getAsInt() - prefix)
                : OptionalInt.empty();
    }

    CompletableFuture<Void> send(long streamId, ByteBuffer payload) {
        Datagrams over = transport;
        if (!peerTakes || streamId < 0 || over == null) {
            return CompletableFuture.failedFuture(new DatagramException(
                    Reason.UNSUPPORTED,
                    connection.peer()
                            + " takes no HTTP datagrams: it did not say SETTINGS_H3_DATAGRAM (RFC 9297 §2.1.1)",
                    null));
        }
        OptionalInt most = maxSize(streamId);
        if (most.isPresent() && payload.remaining() > most.getAsInt()) {
            // The transport says so too, but counts the stream's id.
            return CompletableFuture.failedFuture(new DatagramException(
                    Reason.TOO_LARGE,
                    "an HTTP datagram of " + payload.remaining() + " bytes is too large: " + connection.peer()
                            + " can be sent " + most.getAsInt() + " now; send less, or a capsule",
                    null));
        }
        ByteBuffer whole = ByteBuffer.allocate(8 + payload.remaining());
        Varint.write(whole, streamId >> 2);
        return over.send(whole.put(payload.duplicate()).flip());
    }

    private void received(ByteBuffer datagram) {
        long quarter = Varint.read(datagram);
        if (quarter < 0 || quarter > MAX_QUARTER) {
            onLoop(() -> connection.protocolError(
                    H3ErrorCode.H3_DATAGRAM_ERROR,
                    quarter < 0
                            ? "a datagram ended inside its quarter stream id (RFC 9297 §2.1)"
                            : "a datagram's quarter stream id is above 2^60-1 (RFC 9297 §2.1)"));
            return;
        }
        RequestStream stream = streams.get(quarter);
        if (stream == null || !stream.listener().datagram(datagram.slice())) {
            onLoop(() -> unwanted(quarter << 2));
        }
    }

    /** What belongs to no stream, or to one that is over, is dropped; a request that has no use for it is aborted. */
    private void unwanted(long id) {
        RequestStream stream = connection.stream(id);
        if (stream == null) {
            unclaimed.increment();
        } else {
            stream.violated(new Violation(
                    Kind.H3_PROTOCOL,
                    ErrorScope.STREAM,
                    H3ErrorCode.H3_DATAGRAM_ERROR,
                    "an HTTP datagram came for a request that knows none (RFC 9297 §2)"));
        }
    }

    private void onLoop(Runnable task) {
        try {
            connection.loop().execute(task);
        } catch (RejectedExecutionException shutDown) {
            // The connection is over.
        }
    }
}
