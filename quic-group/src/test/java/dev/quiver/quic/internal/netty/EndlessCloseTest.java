package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndlessCloseTest {
    private static final int HANDSHAKE = 0xe3;
    private static final int SHORT = 0x41;

    private final AtomicBoolean open = new AtomicBoolean(true);
    private int sent;
    private final EndlessClose guard = new EndlessClose();
    private final EmbeddedChannel socket = new EmbeddedChannel(new Counter(), guard);
    private final ByteBufAllocator allocator = guard.allocator(UnpooledByteBufAllocator.DEFAULT);

    @AfterEach
    void end() {
        socket.finishAndReleaseAll();
    }

    private final class Counter extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
            sent++;
            ReferenceCountUtil.release(msg);
            promise.setSuccess();
        }
    }

    /** As the codec sends: a buffer, a packet in it, the next one. */
    private void send(int firstByte, int times) {
        for (int i = 0; i < times; i++) {
            ByteBuf packet = allocator.directBuffer(1200).writeByte(firstByte).writeZero(959);
            socket.write(new DatagramPacket(packet, new InetSocketAddress("127.0.0.1", 9)));
        }
    }

    @Test
    void handshakePacketsWithoutEndAreRefusedOnceTheConnectionIsClosed() {
        guard.watch(open::get);
        open.set(false);

        assertThatThrownBy(() -> send(HANDSHAKE, 10_000)).isInstanceOf(IllegalStateException.class);
        assertThat(sent).isEqualTo(EndlessClose.MOST + 1);
    }

    @Test
    void anOpenConnectionMaySendWhatItHas() {
        guard.watch(open::get);
        send(HANDSHAKE, 1_000);
        open.set(false);
        send(HANDSHAKE, 5);

        assertThat(sent).isEqualTo(1_005);
    }

    @Test
    void dataThatIsQueuedWhenAConnectionClosesIsSent() {
        guard.watch(open::get);
        open.set(false);
        send(SHORT, 20_000);

        assertThat(sent).isEqualTo(20_000);
    }

    @Test
    void buffersWithoutEndAreRefusedWhereThePacketsCannotBeSeen() {
        guard.watch(open::get);
        askFor(100_000);
        open.set(false);

        assertThatThrownBy(() -> askFor(100_000)).isInstanceOf(IllegalStateException.class);
    }

    private void askFor(int buffers) {
        for (int i = 0; i < buffers; i++) {
            allocator.directBuffer(16).release();
        }
    }

    @Test
    void nothingIsRefusedBeforeThereIsAConnection() {
        send(HANDSHAKE, 1_000);

        assertThat(sent).isEqualTo(1_000);
    }
}
