package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;

/**
 * Sees, under the codec, what the codec does not tell: first packets, Retry, version negotiation, the answer to early data,
 * first 1-RTT.
 */
final class HandshakeTap extends ChannelDuplexHandler implements LongHeaders.Visitor {
    private final HandshakeRecorder recorder;
    private final EarlyDataAnswer earlyData;
    private boolean sent;
    private boolean done;
    private ByteBuf current = io.netty.buffer.Unpooled.EMPTY_BUFFER;

    HandshakeTap(HandshakeRecorder recorder, EarlyDataAnswer earlyData) {
        this.recorder = recorder;
        this.earlyData = earlyData;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!done && msg instanceof DatagramPacket packet) {
            recorder.packetReceived(packet.sender());
            current = packet.content();
            LongHeaders.walk(current, this);
            current = io.netty.buffer.Unpooled.EMPTY_BUFFER;
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (!sent && msg instanceof DatagramPacket packet && packet.content().isReadable()) {
            sent = true;
            recorder.packetSent(packet.recipient());
        }
        ctx.write(msg, promise);
    }

    @Override
    public void longHeader(int type, long version, int from, int length) {
        if (type == LongHeaders.RETRY) {
            recorder.retry();
        } else if (type == LongHeaders.VERSION_NEGOTIATION) {
            recorder.versionNegotiation(LongHeaders.versions(current, from, length));
        } else {
            recorder.version(version);
            if (type == LongHeaders.HANDSHAKE && earlyData.isWaiting()) {
                byte[] packet = new byte[length];
                current.getBytes(from, packet);
                earlyData.packet(packet);
            }
        }
    }

    @Override
    public void shortHeader(int from) {
        // Confirmed only counts once the client has keys to read it: the recorder waits for ready.
        if (recorder.oneRttReceived()) {
            done = true;
        }
    }
}
