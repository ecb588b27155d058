package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection goes on from another port, and a group that cannot connect waits when told to. */
@Timeout(120)
class RebindIT {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void aTransferGoesOnFromAnotherPort() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            CompletableFuture<PathEvent> told = new CompletableFuture<>();
            group.onPath(told::complete);
            BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
            byte[] sent = new byte[20 << 20];
            new Random(3).nextBytes(sent);
            int first = 5 << 20;
            CompletableFuture<Void> begun = stream.send(ByteBuffer.wrap(sent, 0, first));
            // All of it is back before the move: what a listener sent to the address that dies, it does not send again.
            byte[] back = readExactly(stream, first);
            begun.get(30, TimeUnit.SECONDS);
            InetSocketAddress moved = group.rebind(ANY_PORT).get(30, TimeUnit.SECONDS);
            CompletableFuture<Void> rest = stream.send(ByteBuffer.wrap(sent, first, sent.length - first))
                    .thenCompose(v -> stream.finish());
            assertThat(back).isEqualTo(Arrays.copyOf(sent, first));
            assertThat(Loopback.readAll(stream)).isEqualTo(Arrays.copyOfRange(sent, first, sent.length));
            rest.get(30, TimeUnit.SECONDS);
            int before = group.handshake().local().getPort();
            assertThat(moved.getPort()).isNotEqualTo(before);
            assertThat(told.get(30, TimeUnit.SECONDS))
                    .isEqualTo(new PathEvent.PathChanged(group.handshake().local(), moved));
        }
    }

    private static byte[] readExactly(ReceiveStream stream, int bytes) throws Exception {
        ByteBuffer all = ByteBuffer.allocate(bytes);
        while (all.hasRemaining()) {
            all.put(stream.receive(1, all.remaining()).get(30, TimeUnit.SECONDS).data());
        }
        return all.array();
    }

    @Test
    void anAddressThatCannotBeBoundLeavesTheConnectionWhereItIs() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Loopback loopback =
                        Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> group.rebind(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()))
                            .get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(QuicException.class)
                    .hasMessageContaining("stays on its old socket");
            stream.send(ByteBuffer.wrap(new byte[10])).thenCompose(v -> stream.finish());
            assertThat(Loopback.readAll(stream)).hasSize(10);
        }
    }

    @Test
    void aGroupThatWaitsConnectsOnRestart() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        QuicConnectionGroup group = QuicConnectionGroup.newBuilder("localhost", port)
                .remoteAddress(address)
                .alpn(Loopback.ALPN)
                .trust(dev.quiver.quic.trust.TrustEvaluator.insecure())
                .waitForConnectivity(true)
                .build();
        CompletableFuture<GroupState.Waiting> waiting = new CompletableFuture<>();
        group.onState(s -> {
            if (s instanceof GroupState.Waiting w) {
                waiting.complete(w);
            }
        });
        CompletableFuture<HandshakeReport> started = group.start();
        assertThat(waiting.get(30, TimeUnit.SECONDS).cause().kind()).isEqualTo(QuicException.Kind.PORT_CLOSED);
        assertThat(started).isNotDone();
        QuicListener listener = QuicListener.newBuilder(address)
                .alpn(Loopback.ALPN)
                .identity(Loopback.IDENTITY.key().getPrivate(), Loopback.IDENTITY.chain())
                .build();
        try {
            listener.start().get(30, TimeUnit.SECONDS);
            group.restart();
            started.get(30, TimeUnit.SECONDS);
            assertThat(group.state()).isInstanceOf(GroupState.Ready.class);
        } finally {
            group.close();
            listener.close();
        }
        group.terminated().get(30, TimeUnit.SECONDS);
        listener.terminated().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aWaitingGroupCanBeClosed() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        QuicConnectionGroup group = QuicConnectionGroup.newBuilder("127.0.0.1", port)
                .alpn(Loopback.ALPN)
                .waitForConnectivity(true)
                .build();
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        group.onState(s -> {
            if (s instanceof GroupState.Waiting) {
                waiting.complete(null);
            }
        });
        CompletableFuture<HandshakeReport> started = group.start();
        waiting.get(30, TimeUnit.SECONDS);
        group.close();
        group.terminated().get(30, TimeUnit.SECONDS);
        assertThat(started).isCompletedExceptionally();
    }
}
