package dev.quiver.quic.internal.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** UDP sockets set up for throughput: offloads where the system has them, and buffers that fit them. */
final class UdpSockets {
    /** A coalesced read (UDP GRO) fills up to this; smaller buffers would truncate it and lose datagrams. */
    private static final int READ_BYTES = 65536;

    /** Reads per turn of the loop: enough to empty a burst, few enough to let other sockets in. */
    private static final int READS_PER_TURN = 64;

    /** The kernel's buffers; it gives what its limits allow. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    /** Datagrams a sendmsg carries with segmentation offload; more were slower when measured. */
    private static final int SEGMENTS = 16;

    private UdpSockets() {}

    static ChannelFuture bind(EventLoopGroup loop, InetSocketAddress local, ChannelHandler handler) {
        boolean epoll = EventLoops.epoll();
        SocketProtocolFamily family = family(local.getAddress());
        FixedRecvByteBufAllocator reads = new FixedRecvByteBufAllocator(READ_BYTES);
        reads.maxMessagesPerRead(READS_PER_TURN);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> epoll ? new EpollDatagramChannel(family) : new NioDatagramChannel(family))
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
                .handler(handler);
        if (epoll) {
            bootstrap.option(EpollChannelOption.UDP_GRO, true);
        }
        return bootstrap.bind(local);
    }

    private static SocketProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    /** The unspecified address of the same family, any port. */
    static InetSocketAddress anyLocal(InetSocketAddress remote) {
        try {
            byte[] zeros = new byte[remote.getAddress().getAddress().length];
            return new InetSocketAddress(InetAddress.getByAddress(zeros), 0);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The local address wanted, in the peer's family; null where it is of the other one or has no address. The unspecified
     * address is of both: Java makes it of IPv4.
     */
    static @Nullable InetSocketAddress towards(InetSocketAddress remote, InetSocketAddress local) {
        InetAddress address = local.getAddress();
        if (address == null) {
            return null;
        }
        if (address.isAnyLocalAddress()) {
            return new InetSocketAddress(anyLocal(remote).getAddress(), local.getPort());
        }
        return family(address) == family(remote.getAddress()) ? local : null;
    }

    /** How the codec groups packets into one system call. */
    static SegmentedDatagramPacketAllocator segments() {
        return EventLoops.epoll()
                ? EpollQuicUtils.newSegmentedAllocator(SEGMENTS)
                : SegmentedDatagramPacketAllocator.NONE;
    }
}
