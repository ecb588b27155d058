package dev.quiver.benchmarks.peers.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import java.util.concurrent.TimeUnit;

/** What was found to be fastest on a loopback, of some fourteen variants that were measured. */
final class Tuning {
    private static final long WINDOW = 16 << 20;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int LARGEST_READ = 65_536;
    private static final int READS = 64;
    private static final int PAYLOAD = 1452;

    /** Datagrams a system call may send. With 64, uploads take twice as long. */
    static final int SEGMENTS = 16;

    private Tuning() {}

    /** GRO pays only with receive buffers that hold what it puts together, and many reads at once. */
    static Bootstrap socket(Bootstrap bootstrap) {
        FixedRecvByteBufAllocator buffers = new FixedRecvByteBufAllocator(LARGEST_READ);
        buffers.maxMessagesPerRead(READS);
        return bootstrap
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .option(EpollChannelOption.UDP_GRO, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers);
    }

    static QuicClientCodecBuilder codec(QuicClientCodecBuilder builder) {
        return builder.maxIdleTimeout(60, TimeUnit.SECONDS)
                .initialMaxData(WINDOW * 3 / 2)
                .initialMaxStreamDataBidirectionalLocal(WINDOW)
                .maxSendUdpPayloadSize(PAYLOAD)
                .maxRecvUdpPayloadSize(1500);
    }
}
