package dev.quiver.quic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a group's connection has done so far. Counts are since its start and never fall; all are 0 before there is a
 * connection. What belongs to the path is null or 0 while unknown; after the end it is as last seen.
 *
 * @param rtt the smoothed round-trip time (RFC 9002 §5.3), or null before it was measured
 * @param congestionWindow how many bytes may be in flight (RFC 9002 §7)
 * @param pathMtu the size of the largest UDP payload known to pass, in bytes
 * @param packetsSent QUIC packets sent
 * @param packetsReceived QUIC packets received and understood
 * @param packetsLost packets declared lost (RFC 9002 §6.1)
 * @param packetsRetransmitted packets sent with content of lost ones
 * @param bytesSent UDP payload sent
 * @param bytesReceived UDP payload received
 * @param bytesLost UDP payload declared lost
 * @param streamBytesRetransmitted bytes of streams sent again
 * @param streams the streams
 * @param datagrams the datagrams; all 0 when not enabled
 */
public record GroupStats(
        @Nullable Duration rtt,
        long congestionWindow,
        long pathMtu,
        long packetsSent,
        long packetsReceived,
        long packetsLost,
        long packetsRetransmitted,
        long bytesSent,
        long bytesReceived,
        long bytesLost,
        long streamBytesRetransmitted,
        Streams streams,
        DatagramCounts datagrams) {

    /**
     * The group's streams.
     *
     * @param localBidirectional opened by this side
     * @param localUnidirectional opened by this side
     * @param peerBidirectional opened by the peer
     * @param peerUnidirectional opened by the peer
     * @param open those not over yet, of all four
     */
    public record Streams(
            long localBidirectional,
            long localUnidirectional,
            long peerBidirectional,
            long peerUnidirectional,
            long open) {
        static final Streams NONE = new Streams(0, 0, 0, 0, 0);
    }

    /**
     * The group's datagrams.
     *
     * @param sent taken by the transport
     * @param refused not sent: too large, queue full, or not taken by the peer
     * @param received handed to a receiver or waiting for one
     * @param dropped received, and dropped because the receive queue was full
     */
    public record DatagramCounts(long sent, long refused, long received, long dropped) {
        public static final DatagramCounts NONE = new DatagramCounts(0, 0, 0, 0);
    }

    /** Of a group without a connection. */
    public static final GroupStats NONE =
            new GroupStats(null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Streams.NONE, DatagramCounts.NONE);
}
