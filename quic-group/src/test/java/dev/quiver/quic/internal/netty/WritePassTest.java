package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritePassTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);

    private final List<String> seen = new ArrayList<>();
    private Runnable whenRead = () -> {};
    private final WritePass pass = new WritePass(new ReadEnd());
    private final EmbeddedChannel channel = new EmbeddedChannel(pass, new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            DatagramPacket packet = (DatagramPacket) msg;
            assertThat(packet.sender()).isEqualTo(PEER);
            assertThat(packet.recipient()).isEqualTo(HERE);
            seen.add("packet " + packet.content().readableBytes());
            packet.release();
            whenRead.run();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            seen.add("complete");
        }
    });

    @AfterEach
    void close() {
        channel.finish();
    }

    private void receive(int bytes) {
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(new byte[bytes]), HERE, PEER));
    }

    private void write() {
        pass.run(() -> seen.add("write"));
    }

    @Test
    void writesAreWithinAReadOfTheirOwn() {
        receive(50);
        write();
        assertThat(seen).containsExactly("packet 50", "complete", "packet 1", "write", "complete");
    }

    @Test
    void writesWithinAReadEndWithIt() {
        whenRead = this::write;
        receive(50);
        assertThat(seen).containsExactly("packet 50", "write", "complete");
    }

    @Test
    void writesWithinWritesEndWithThem() {
        receive(50);
        seen.clear();
        pass.run(this::write);
        assertThat(seen).containsExactly("packet 1", "write", "complete");
    }

    @Test
    void theReadEndsWhateverTheWritesThrow() {
        receive(50);
        seen.clear();
        assertThatThrownBy(() -> pass.run(() -> {
                    throw new IllegalStateException("thrown for the test");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(seen).containsExactly("packet 1", "complete");
        write();
        assertThat(seen).containsExactly("packet 1", "complete", "packet 1", "write", "complete");
    }

    @Test
    void beforeAnyPacketAndAfterTheEndThereIsNoRead() {
        write();
        assertThat(seen).containsExactly("write");
        receive(50);
        seen.clear();
        channel.pipeline().remove(pass);
        write();
        assertThat(seen).containsExactly("write");
    }
}
