package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that come at awkward moments: none waits for ever. */
@Timeout(120)
class StreamEdgesIT {
    /** More nested calls than a thread's stack takes. */
    private static final int MANY = 10_000;

    private static void receiveOneByOne(ReceiveStream stream, int before, CompletableFuture<Integer> count) {
        stream.receive(1, 1).whenComplete((chunk, e) -> {
            if (e != null) {
                count.completeExceptionally(e);
                return;
            }
            int all = before + chunk.data().remaining();
            if (chunk.last()) {
                count.complete(all);
            } else {
                receiveOneByOne(stream, all, count);
            }
        });
    }

    @Test
    void callsFromInsideCompletionsDoNotPileUp() throws Exception {
        CompletableFuture<Integer> received = new CompletableFuture<>();
        try (Loopback loopback =
                        Loopback.listen(group -> group.onStream(s -> receiveOneByOne((ReceiveStream) s, 0, received)));
                QuicConnectionGroup group = loopback.client().build()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            CountDownLatch sent = new CountDownLatch(1);
            stream.send(ByteBuffer.wrap(new byte[1])).thenRun(() -> sendManyFrom(stream, MANY - 1, sent));
            assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(MANY);
        }
    }

    private static void sendManyFrom(SendStream stream, int left, CountDownLatch sent) {
        if (left == 0) {
            stream.finish().thenRun(sent::countDown);
        } else {
            stream.send(ByteBuffer.wrap(new byte[1])).thenRun(() -> sendManyFrom(stream, left - 1, sent));
        }
    }

    @Test
    void aFinishThatWaitsEndsWithTheGroup() throws Exception {
        CompletableFuture<Void> finish;
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> {}))) {
            QuicConnectionGroup group = loopback.client().build();
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            stream.send(ByteBuffer.wrap(new byte[100])).get(30, TimeUnit.SECONDS);
            // The last bytes have gone without their end, so that this end waits for their acknowledgement.
            BidirectionalStream other = group.openStream().get(30, TimeUnit.SECONDS);
            CompletableFuture<Void> gone = new CompletableFuture<>();
            CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS).execute(() -> gone.complete(null));
            gone.get(30, TimeUnit.SECONDS);
            assertThat(other.id()).isZero();
            finish = stream.finish();
            group.cancel();
            group.terminated().get(30, TimeUnit.SECONDS);
        }
        // The threads are gone, and nothing else could complete it. Well it ends only where the machine was that slow.
        finish.handle((done, e) -> {
                    assertThat(e)
                            .satisfiesAnyOf(
                                    x -> assertThat(x).isNull(),
                                    x -> assertThat(x).isInstanceOf(QuicException.class));
                    return done;
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aSendAfterAStopThatCameWhileNothingWasSentFails() throws Exception {
        CompletableFuture<ReceiveStream> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> {
                    if (s instanceof BidirectionalStream both) {
                        Loopback.echo(both);
                    } else {
                        atServer.complete((ReceiveStream) s);
                    }
                }));
                QuicConnectionGroup group = loopback.client().build()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            stream.send(ByteBuffer.wrap(new byte[100])).get(30, TimeUnit.SECONDS);
            atServer.get(30, TimeUnit.SECONDS).stopSending(3);
            // Round trips, in which the stop comes and its answer is acknowledged: the transport forgets the stream.
            BidirectionalStream other = group.openStream().get(30, TimeUnit.SECONDS);
            for (int i = 0; i < 50; i++) {
                other.send(ByteBuffer.wrap(new byte[1]));
                other.receive(1, 1).get(30, TimeUnit.SECONDS);
            }
            // The first may be held for its end, and tell nothing.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 3; i++) {
                            stream.send(ByteBuffer.wrap(new byte[100])).get(30, TimeUnit.SECONDS);
                        }
                    })
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(QuicException.class);
        }
    }

    @Test
    void anOpeningThatTimedOutTakesNoStream() throws Exception {
        FlowControl one = new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 1, 0);
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(one), group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream first = group.openStream().get(30, TimeUnit.SECONDS);
            CompletableFuture<BidirectionalStream> late = group.openStream().orTimeout(1, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
            CompletableFuture<BidirectionalStream> next = group.openStream();
            first.send(ByteBuffer.wrap(new byte[1]), true);
            assertThat(Loopback.readAll(first)).hasSize(1);
            assertThat(next.get(30, TimeUnit.SECONDS).id()).isEqualTo(4);
        }
    }

    @Test
    void aStreamWhoseExecutorRefusesCompletesAllTheSame() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor();
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream stream = group.extract(group.openStream().get(30, TimeUnit.SECONDS), own);
            own.shutdown();
            stream.send(ByteBuffer.wrap(new byte[5]), true).get(30, TimeUnit.SECONDS);
            assertThat(Loopback.readAll(stream)).hasSize(5);
        }
    }
}
