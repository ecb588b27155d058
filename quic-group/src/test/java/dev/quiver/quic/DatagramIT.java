package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.DatagramException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams over loopback: whole, refused when too large or too many, never lost in silence on this side. */
@Timeout(120)
class DatagramIT {
    private static final DatagramOptions ROOMY = new DatagramOptions(16, 20_000, DatagramOptions.Overflow.DROP_NEWEST);

    @Test
    void datagramsGoBothWays() throws Exception {
        try (Loopback loopback = Loopback.listen(
                        b -> b.datagrams(DatagramOptions.DEFAULT),
                        group -> group.datagrams()
                                .onDatagram(d -> group.datagrams().send(d)));
                QuicConnectionGroup group =
                        loopback.client().datagrams(DatagramOptions.DEFAULT).build()) {
            LinkedBlockingQueue<ByteBuffer> back = new LinkedBlockingQueue<>();
            group.datagrams().onDatagram(back::add);
            // Starts the group.
            group.datagrams().send(ByteBuffer.wrap(new byte[] {1, 2, 3})).get(30, TimeUnit.SECONDS);
            assertThat(back.poll(5, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            GroupStats stats = group.stats().get(30, TimeUnit.SECONDS);
            assertThat(stats.datagrams()).isEqualTo(new GroupStats.DatagramCounts(1, 0, 1, 0));
        }
    }

    @Test
    void tooLargeIsRefusedAndTheLargestPasses() throws Exception {
        LinkedBlockingQueue<ByteBuffer> arrived = new LinkedBlockingQueue<>();
        try (Loopback loopback = Loopback.listen(
                        b -> b.datagrams(DatagramOptions.DEFAULT),
                        group -> group.datagrams().onDatagram(arrived::add));
                QuicConnectionGroup group =
                        loopback.client().datagrams(DatagramOptions.DEFAULT).build()) {
            assertThat(group.datagrams().maxSize()).isEqualTo(OptionalInt.empty());
            group.start().get(30, TimeUnit.SECONDS);
            int first = group.datagrams().maxSize().orElseThrow();
            assertThat(first).isGreaterThan(1000);
            assertThatThrownBy(() ->
                            group.datagrams().send(ByteBuffer.allocate(5000)).get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(DatagramException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE);
                        assertThat(e.scope()).isEqualTo(ErrorScope.MESSAGE);
                        assertThat(e.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
                        assertThat(e).hasMessageContaining("5000 bytes is too large");
                    });
            // Path MTU discovery takes a few round trips, which the datagrams themselves make.
            int most = first;
            while (most < 1400) {
                group.datagrams().send(ByteBuffer.allocate(most)).get(30, TimeUnit.SECONDS);
                assertThat(arrived.poll(5, TimeUnit.SECONDS).remaining()).isEqualTo(most);
                group.stats().get(30, TimeUnit.SECONDS);
                most = group.datagrams().maxSize().orElseThrow();
            }
            int over = most + 1;
            assertThatThrownBy(() ->
                            group.datagrams().send(ByteBuffer.allocate(over)).get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(DatagramException.class)
                    // Found out by this side before the codec was asked.
                    .hasNoCause();
            assertThat(group.stats().get(30, TimeUnit.SECONDS).datagrams().refused())
                    .isEqualTo(2);
        }
    }

    /** Fails with a plain buffer: the codec then reports datagrams as sent that it dropped (measured). */
    @Test
    void whatWasAcceptedArrivesAndTheRestIsReported() throws Exception {
        LinkedBlockingQueue<ByteBuffer> arrived = new LinkedBlockingQueue<>();
        try (Loopback loopback = Loopback.listen(
                        b -> b.datagrams(ROOMY), group -> group.datagrams().onDatagram(arrived::add));
                QuicConnectionGroup group = loopback.client().datagrams(ROOMY).build()) {
            group.start().get(30, TimeUnit.SECONDS);
            int accepted = 0;
            int refused = 0;
            for (int round = 0; round < 200; round++) {
                List<CompletableFuture<Void>> sent = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    sent.add(group.datagrams().send(ByteBuffer.allocate(1000)));
                }
                for (CompletableFuture<Void> one : sent) {
                    try {
                        one.join();
                        accepted++;
                    } catch (CompletionException e) {
                        assertThat(((DatagramException) e.getCause()).reason()).isEqualTo(Reason.QUEUE_FULL);
                        refused++;
                    }
                }
            }
            assertThat(accepted).isGreaterThan(100);
            assertThat(refused).isGreaterThan(100);
            for (int i = 0; i < accepted; i++) {
                assertThat(arrived.poll(5, TimeUnit.SECONDS))
                        .as("datagram %d of %d", i, accepted)
                        .isNotNull();
            }
            assertThat(arrived.poll()).isNull();
            assertThat(group.stats().get(30, TimeUnit.SECONDS).datagrams())
                    .isEqualTo(new GroupStats.DatagramCounts(accepted, refused, 0, 0));
        }
    }

    @Test
    void aPeerWithoutDatagramsRefusesThem() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {});
                QuicConnectionGroup group =
                        loopback.client().datagrams(DatagramOptions.DEFAULT).build()) {
            assertThatThrownBy(
                            () -> group.datagrams().send(ByteBuffer.allocate(1)).get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            DatagramException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED));
            assertThat(group.datagrams().maxSize()).isEmpty();
            // The connection goes on.
            group.openStream().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void withoutTheOptionThereAreNone() {
        try (QuicConnectionGroup group =
                QuicConnectionGroup.newBuilder("localhost", 1).alpn("x").build()) {
            assertThatThrownBy(group::datagrams).hasMessageContaining("call datagrams(…)");
        }
    }

    @Test
    void afterTheEndDatagramsFailWithItsCause() throws Exception {
        CompletableFuture<QuicConnectionGroup> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(b -> b.datagrams(DatagramOptions.DEFAULT), atServer::complete);
                QuicConnectionGroup group =
                        loopback.client().datagrams(DatagramOptions.DEFAULT).build()) {
            group.start().get(30, TimeUnit.SECONDS);
            atServer.get(30, TimeUnit.SECONDS).close(7, "enough");
            group.terminated().get(30, TimeUnit.SECONDS);
            assertThatThrownBy(
                            () -> group.datagrams().send(ByteBuffer.allocate(1)).get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(QuicException.class, e -> {
                        assertThat(e.kind()).isEqualTo(QuicException.Kind.CLOSED_BY_PEER);
                        assertThat(e.scope()).isEqualTo(ErrorScope.CONNECTION);
                    });
            assertThat(group.datagrams().maxSize()).isEmpty();
        }
    }
}
