package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The old way is dead at once: the peer has to learn of the new one though this side has nothing to say. */
@Timeout(120)
class PathLossIT {
    @Test
    void thePeerLearnsOfTheNewAddressThoughNothingIsToBeSaid() throws Exception {
        CompletableFuture<QuicConnectionGroup> atServer = new CompletableFuture<>();
        CompletableFuture<ByteBuffer> told = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(b -> b.datagrams(DatagramOptions.DEFAULT), group -> {
                    group.datagrams().onDatagram(told::complete);
                    atServer.complete(group);
                });
                NatRelay relay = new NatRelay(loopback.port);
                QuicConnectionGroup group = loopback.client()
                        .remoteAddress(relay.address())
                        .datagrams(DatagramOptions.DEFAULT)
                        .keepAlive(new KeepAlive(Duration.ofSeconds(20), ByteBuffer.wrap(new byte[] {7})))
                        .build()) {
            CompletableFuture<QuicStream> opened = new CompletableFuture<>();
            group.onStream(opened::complete);
            group.start().get(30, TimeUnit.SECONDS);
            QuicConnectionGroup peer = atServer.get(30, TimeUnit.SECONDS);
            relay.cut();
            group.rebind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0))
                    .get(30, TimeUnit.SECONDS);
            assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
            peer.openSendStream().thenCompose(stream -> stream.send(ByteBuffer.wrap(new byte[100]), true));
            assertThat(Loopback.readAll((ReceiveStream) opened.get(30, TimeUnit.SECONDS)))
                    .hasSize(100);
        }
    }

    @Test
    void aGroupMovesManyTimes() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            for (int i = 0; i < 12; i++) {
                BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
                stream.send(ByteBuffer.wrap(new byte[10]), true);
                assertThat(Loopback.readAll(stream)).as("after %d moves", i).hasSize(10);
                group.rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void anAddressOfTheOtherFamilyOrOfNoneIsRefused() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {});
                QuicConnectionGroup group = loopback.client().build()) {
            group.start().get(30, TimeUnit.SECONDS);
            for (InetSocketAddress wrong : new InetSocketAddress[] {
                new InetSocketAddress(InetAddress.getByName("::1"), 0), InetSocketAddress.createUnresolved("nowhere", 0)
            }) {
                assertThatThrownBy(() -> group.rebind(wrong).get(30, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(QuicException.class)
                        .hasMessageContaining("stays on its old socket");
            }
            InetSocketAddress moved = group.rebind(new InetSocketAddress(0)).get(30, TimeUnit.SECONDS);
            assertThat(moved.getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
        }
    }

    @Test
    void aLocalAddressOfTheOtherFamilyIsNoSilence() throws Exception {
        QuicConnectionGroup group = QuicConnectionGroup.newBuilder("127.0.0.1", 9)
                .localAddress(new InetSocketAddress(InetAddress.getByName("::1"), 0))
                .alpn(Loopback.ALPN)
                .build();
        assertThatThrownBy(() -> group.start().get(30, TimeUnit.SECONDS)).hasMessageContaining("do not mix");
        group.terminated().get(30, TimeUnit.SECONDS);
    }
}
