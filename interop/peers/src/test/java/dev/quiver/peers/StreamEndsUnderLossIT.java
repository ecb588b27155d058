package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.FlowControl;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a stream arrives however its packet fares: one-way streams through a network that loses every tenth. */
@Timeout(120)
class StreamEndsUnderLossIT {
    private static final int STREAMS = 1_000;

    /** How the sender ends its streams. */
    private interface Sender {
        void send(QuicConnectionGroup group) throws Exception;
    }

    private static CompletableFuture<SendStream> bytes(QuicConnectionGroup group) {
        return group.openSendStream()
                .thenCompose(
                        stream -> stream.send(ByteBuffer.wrap(new byte[100])).thenApply(sent -> stream));
    }

    @Test
    void anEndThatFollowsAtOnceArrives() throws Exception {
        allArrive(group -> {
            for (int i = 0; i < STREAMS; i++) {
                bytes(group).thenCompose(SendStream::finish);
            }
        });
    }

    @Test
    void anEndByAnotherThreadArrives() throws Exception {
        allArrive(group -> {
            List<CompletableFuture<?>> ends = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                ends.add(bytes(group).get(30, TimeUnit.SECONDS).finish());
            }
            for (CompletableFuture<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
        });
    }

    private static void allArrive(Sender sender) throws Exception {
        TestAuthority authority = TestAuthority.create();
        TestCertificate leaf = authority.leafFor("localhost");
        CountDownLatch ended = new CountDownLatch(STREAMS);
        try (QuicListener listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn("ends")
                .identity(leaf.privateKey(), leaf.chain())
                .flowControl(new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 100, STREAMS))
                .build()) {
            listener.onGroup(group ->
                    group.onStream(stream -> Reading.all((ReceiveStream) stream).thenRun(ended::countDown)));
            InetSocketAddress address = listener.start().get(30, TimeUnit.SECONDS);
            LinkConditions lossy = LinkConditions.newBuilder()
                    .drop(0.1)
                    .delay(Duration.ofMillis(5))
                    .build();
            try (LossyRelay relay = LossyRelay.newBuilder(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()))
                            .seed(7)
                            .both(lossy)
                            .start();
                    QuicConnectionGroup group = QuicConnectionGroup.newBuilder("localhost", address.getPort())
                            .remoteAddress(relay.address())
                            .alpn("ends")
                            .trust(TrustEvaluator.anchors(authority.certificate()))
                            .build()) {
                sender.send(group);
                ended.await(20, TimeUnit.SECONDS);
                assertThat(ended.getCount()).as("streams without an end").isZero();
            }
        }
    }
}
