package dev.quiver.quic.internal.netty;

import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.ListenerOptions;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transport parameters of both sides (RFC 9000 §18.2). */
final class TransportSettings {
    /** An Ethernet frame less the IPv6 and UDP headers; path MTU discovery finds out whether it fits. */
    private static final int MAX_UDP_PAYLOAD = 1452;

    /** The codec drops what comes beyond in silence; it empties this queue after every packet, so one must fit. */
    private static final int MAX_DATAGRAMS_UNREAD = 1024;

    /**
     * A client has a socket for each connection, which tells it as well as an id. A peer that sees a new address has to
     * validate it under another id of the client's (RFC 9000 §9.3, §9.5), and the codec never issues one; with an empty id
     * there is none to change, and peers that would else ignore the new address (quic-go) follow.
     */
    private static final int CLIENT_ID_LENGTH = 0;

    /**
     * From how many addresses one connection's packets may come in its life. The codec keeps no more paths than this side
     * takes connection ids, never forgets one, and drops what comes by a further one in silence; its default of 2 would
     * survive one NAT rebinding.
     */
    private static final long CLIENT_ADDRESSES = 32;

    private TransportSettings() {}

    static ChannelHandler client(GroupOptions options, Function<QuicChannel, QuicSslEngine> engines) {
        QuicClientCodecBuilder builder =
                new QuicClientCodecBuilder().sslEngineProvider(engines).localConnectionIdLength(CLIENT_ID_LENGTH);
        common(builder, options.flowControl(), options.idleTimeout(), options.datagrams());
        return builder.build();
    }

    static QuicServerCodecBuilder server(ListenerOptions options) {
        QuicServerCodecBuilder builder = new QuicServerCodecBuilder();
        common(builder, options.flowControl(), options.idleTimeout(), options.datagrams());
        builder.activeConnectionIdLimit(CLIENT_ADDRESSES);
        return builder;
    }

    private static void common(
            QuicCodecBuilder<?> builder, FlowControl windows, Duration idle, @Nullable DatagramOptions datagrams) {
        if (datagrams != null) {
            builder.datagram(MAX_DATAGRAMS_UNREAD, datagrams.sendQueue());
        }
        builder.maxIdleTimeout(idle.toMillis(), TimeUnit.MILLISECONDS)
                .maxSendUdpPayloadSize(MAX_UDP_PAYLOAD)
                .discoverPmtu(true)
                .initialMaxData(windows.connection())
                .initialMaxStreamDataBidirectionalLocal(windows.localBidirectional())
                .initialMaxStreamDataBidirectionalRemote(windows.peerBidirectional())
                .initialMaxStreamDataUnidirectional(windows.unidirectional())
                .initialMaxStreamsBidirectional(windows.peerBidirectionalStreams())
                .initialMaxStreamsUnidirectional(windows.peerUnidirectionalStreams());
    }
}
