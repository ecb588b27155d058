package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupStats;
import dev.quiver.quic.GroupStats.DatagramCounts;
import dev.quiver.quic.Initiator;
import dev.quiver.quic.internal.jfr.StreamEvent;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts one connection's streams, and asks the codec for the rest. Event loop only. */
final class ConnectionStats {
    private final QuicChannel channel;
    private final String group;
    private long localBidirectional;
    private long localUnidirectional;
    private long peerBidirectional;
    private long peerUnidirectional;
    private long open;
    private @Nullable QuicConnectionStats counts;
    private @Nullable QuicConnectionPathStats path;

    ConnectionStats(QuicChannel channel, String group) {
        this.channel = channel;
        this.group = group;
    }

    /** The path in use, or null when the connection is over. */
    static @Nullable QuicConnectionPathStats activePath(QuicChannel channel) {
        QuicConnectionStats counts = channel.isActive() ? channel.collectStats().getNow() : null;
        long paths = counts == null ? 0 : counts.pathsCount();
        for (int i = 0; i < paths; i++) {
            QuicConnectionPathStats path = channel.collectPathStats(i).getNow();
            if (path != null && path.active()) {
                return path;
            }
        }
        return null;
    }

    void opened(QuicStreamChannel stream, Initiator by) {
        boolean both = stream.type() == QuicStreamType.BIDIRECTIONAL;
        if (by == Initiator.LOCAL) {
            localBidirectional += both ? 1 : 0;
            localUnidirectional += both ? 0 : 1;
        } else {
            peerBidirectional += both ? 1 : 0;
            peerUnidirectional += both ? 0 : 1;
        }
        open++;
        StreamEvent event = StreamEvent.begin(group, stream.streamId(), both, by == Initiator.LOCAL);
        stream.closeFuture().addListener(f -> {
            open--;
            if (event != null) {
                event.commit();
            }
        });
    }

    /** Notes what the codec knows now: of the path it knows nothing more once the connection is closed. */
    void look() {
        if (channel.isActive()) {
            QuicConnectionPathStats now = activePath(channel);
            path = now != null ? now : path;
        }
        // The codec keeps these beyond the end.
        QuicConnectionStats now = channel.collectStats().getNow();
        counts = now != null ? now : counts;
    }

    GroupStats snapshot(DatagramCounts datagrams) {
        look();
        QuicConnectionStats c = counts;
        QuicConnectionPathStats p = path;
        return new GroupStats(
                p == null || p.rtt() <= 0 ? null : Duration.ofNanos(p.rtt()),
                p == null ? 0 : p.cwnd(),
                p == null ? 0 : p.pmtu(),
                c == null ? 0 : c.sent(),
                c == null ? 0 : c.recv(),
                c == null ? 0 : c.lost(),
                c == null ? 0 : c.retrans(),
                c == null ? 0 : c.sentBytes(),
                c == null ? 0 : c.recvBytes(),
                c == null ? 0 : c.lostBytes(),
                c == null ? 0 : c.streamRetransBytes(),
                new GroupStats.Streams(
                        localBidirectional, localUnidirectional, peerBidirectional, peerUnidirectional, open),
                datagrams);
    }
}
