package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlyPacketHoldTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);

    private final EmbeddedChannel channel = new EmbeddedChannel(new EarlyPacketHold());

    private void receive(ByteBuf... parts) {
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(parts), PEER, PEER));
    }

    private int nextSize() {
        DatagramPacket packet = channel.readInbound();
        int size = packet == null ? -1 : packet.content().readableBytes();
        if (packet != null) {
            packet.release();
        }
        return size;
    }

    private void send(ByteBuf packet) {
        channel.writeOutbound(new DatagramPacket(packet, PEER));
        channel.runPendingTasks();
    }

    @AfterEach
    void close() {
        assertThat(channel.finish()).isIn(true, false);
        channel.releaseOutbound();
    }

    @Test
    void holdsTheOneRttRestUntilTheFinishedIsWritten() {
        ByteBuf handshake = LongHeadersTest.packet(LongHeaders.HANDSHAKE, 300);
        int before = handshake.readableBytes();
        receive(handshake, LongHeadersTest.oneRtt(40));
        receive(LongHeadersTest.oneRtt(50));
        assertThat(nextSize()).isEqualTo(before);
        assertThat(nextSize()).isEqualTo(-1);
        send(LongHeadersTest.packet(LongHeaders.HANDSHAKE, 25));
        assertThat(nextSize()).as("an acknowledgement alone gives no keys").isEqualTo(-1);
        send(LongHeadersTest.packet(LongHeaders.HANDSHAKE, 80));
        assertThat(nextSize()).isEqualTo(40);
        assertThat(nextSize()).isEqualTo(50);
        receive(LongHeadersTest.oneRtt(60));
        assertThat(nextSize()).isEqualTo(60);
    }

    @Test
    void holdsABoundedNumber() {
        for (int i = 0; i < 100; i++) {
            receive(LongHeadersTest.oneRtt(40));
        }
        send(LongHeadersTest.oneRtt(30));
        int passed = 0;
        while (nextSize() > 0) {
            passed++;
        }
        assertThat(passed).isEqualTo(40);
    }

    @Test
    void whatIsHeldGoesWithTheSocket() {
        receive(LongHeadersTest.oneRtt(40));
        channel.close();
        assertThat(nextSize()).isEqualTo(-1);
    }
}
