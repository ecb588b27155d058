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
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A network that loses every tenth packet, reorders every tenth, doubles every twentieth and damages every hundredth:
 * every stream arrives whole, once. {@code -Dquiver.test.flags="-Dquiver.bad-network.streams=1000"} for the long form.
 */
@Timeout(300)
class BadNetworkIT {
    private static final int STREAMS = Integer.getInteger("quiver.bad-network.streams", 40);
    private static final long SEED = Long.getLong("quiver.bad-network.seed", 1);
    private static final int SIZE = 64 * 1024;
    private static final LinkConditions BAD = LinkConditions.newBuilder()
            .drop(0.1)
            .reorder(0.1, Duration.ofMillis(4))
            .duplicate(0.05)
            .corrupt(0.01)
            .delay(Duration.ofMillis(1))
            .build();

    @Test
    void everyStreamToThePeerIsWhole() throws Exception {
        run(true);
    }

    @Test
    void everyStreamOfThePeerIsWhole() throws Exception {
        run(false);
    }

    /** What the stream of that id carries: made from its id, so that a mix-up shows. */
    private static byte[] content(long id) {
        byte[] bytes = new byte[SIZE];
        new Random(SEED * 1_000_003 + id).nextBytes(bytes);
        return bytes;
    }

    private static void sendAll(QuicConnectionGroup group, Map<Long, Throwable> failures) {
        for (int i = 0; i < STREAMS; i++) {
            group.openSendStream().thenCompose(BadNetworkIT::sendOne).whenComplete((sent, e) -> {
                if (e != null) {
                    failures.put((long) failures.size(), e);
                }
            });
        }
    }

    private static CompletableFuture<Void> sendOne(SendStream stream) {
        return stream.send(ByteBuffer.wrap(content(stream.id())), true);
    }

    private static void run(boolean toListener) throws Exception {
        TestAuthority authority = TestAuthority.create();
        TestCertificate leaf = authority.leafFor("localhost");
        CountDownLatch left = new CountDownLatch(STREAMS);
        Map<Long, Throwable> failures = new ConcurrentHashMap<>();
        Map<Long, Boolean> whole = new ConcurrentHashMap<>();
        FlowControl windows = new FlowControl(24 << 20, 1 << 20, 1 << 20, 1 << 20, 100, 100);
        try (QuicListener listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn("bad")
                .identity(leaf.privateKey(), leaf.chain())
                .flowControl(windows)
                .build()) {
            listener.onGroup(group -> {
                if (toListener) {
                    receiveAll(group, whole, failures, left);
                } else {
                    sendAll(group, failures);
                }
            });
            InetSocketAddress address = listener.start().get(30, TimeUnit.SECONDS);
            long began = System.nanoTime();
            try (LossyRelay relay = LossyRelay.newBuilder(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()))
                            .seed(SEED)
                            .both(BAD)
                            .start();
                    QuicConnectionGroup group = QuicConnectionGroup.newBuilder("localhost", address.getPort())
                            .remoteAddress(relay.address())
                            .alpn("bad")
                            .flowControl(windows)
                            .trust(TrustEvaluator.anchors(authority.certificate()))
                            .build()) {
                if (toListener) {
                    sendAll(group, failures);
                } else {
                    receiveAll(group, whole, failures, left);
                    group.start();
                }
                boolean all = left.await(240, TimeUnit.SECONDS);
                System.out.printf(
                        "%d streams of 64 KiB %s: %d whole in %d ms, %s%n",
                        STREAMS,
                        toListener ? "to the peer" : "of the peer",
                        whole.size(),
                        (System.nanoTime() - began) / 1_000_000,
                        relay.counts(toListener ? Direction.TO_SERVER : Direction.TO_CLIENT));
                assertThat(failures).isEmpty();
                assertThat(all).as("%d streams without an end", left.getCount()).isTrue();
                assertThat(whole).hasSize(STREAMS).doesNotContainValue(false);
            }
        }
    }

    private static void receiveAll(
            QuicConnectionGroup group, Map<Long, Boolean> whole, Map<Long, Throwable> failures, CountDownLatch left) {
        group.onStream(stream -> Reading.all((ReceiveStream) stream).whenComplete((bytes, e) -> {
            if (e != null) {
                failures.put(stream.id(), e);
            } else if (whole.put(stream.id(), java.util.Arrays.equals(bytes, content(stream.id()))) != null) {
                failures.put(stream.id(), new AssertionError("came twice"));
            }
            left.countDown();
        }));
    }
}
