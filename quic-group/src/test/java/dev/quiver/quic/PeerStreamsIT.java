package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that the peer opens reach the handler, early ones too. */
@Timeout(120)
class PeerStreamsIT {
    private static void sendOne(QuicConnectionGroup group, int number) {
        group.openSendStream()
                .thenCompose(s ->
                        s.send(ByteBuffer.wrap(("number " + number).getBytes())).thenCompose(v -> s.finish()));
    }

    @Test
    void streamsThatCameBeforeTheHandlerAreHandedOverInOrder() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        try (Loopback loopback = Loopback.listen(group -> {
                    for (int i = 0; i < 50; i++) {
                        sendOne(group, i);
                    }
                    group.openStream()
                            .thenCompose(s -> s.send(ByteBuffer.wrap(new byte[] {1})))
                            .thenRun(opened::countDown);
                });
                QuicConnectionGroup group = loopback.client().build()) {
            group.start().get(30, TimeUnit.SECONDS);
            assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
            // A round trip on a stream of our own: what was sent before it has arrived.
            List<QuicStream> streams = new CopyOnWriteArrayList<>();
            CountDownLatch all = new CountDownLatch(51);
            group.onStream(s -> {
                streams.add(s);
                all.countDown();
            });
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            List<QuicStream> oneWay = streams.stream()
                    .filter(s -> s.type() == StreamType.UNIDIRECTIONAL)
                    .toList();
            assertThat(oneWay).hasSize(50);
            for (int i = 0; i < 50; i++) {
                assertThat(oneWay.get(i).id()).isEqualTo(4L * i + 3);
                assertThat(new String(Loopback.readAll((ReceiveStream) oneWay.get(i))))
                        .isEqualTo("number " + i);
            }
            assertThat(streams).anyMatch(s -> s instanceof BidirectionalStream && s.id() == 1);
        }
    }

    @Test
    void aResetTellsItsCodeAndAStopEndsTheSender() throws Exception {
        CompletableFuture<BidirectionalStream> atServer = new CompletableFuture<>();
        try (Loopback loopback =
                        Loopback.listen(group -> group.onStream(s -> atServer.complete((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
            stream.send(ByteBuffer.wrap(new byte[] {1})).get(30, TimeUnit.SECONDS);
            BidirectionalStream peer = atServer.get(30, TimeUnit.SECONDS);
            peer.reset(77);
            assertThatThrownBy(() -> stream.receive(1, 10).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(QuicException.class, e -> {
                        assertThat(e.kind()).isEqualTo(QuicException.Kind.STREAM_RESET);
                        assertThat(e.scope()).isEqualTo(ErrorScope.STREAM);
                        assertThat(e.origin()).isEqualTo(Origin.PEER);
                        assertThat(e.code()).isEqualTo(QuicErrorCode.application(77));
                    });
            peer.stopSending(5);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            stream.send(ByteBuffer.wrap(new byte[1 << 16])).get(30, TimeUnit.SECONDS);
                        }
                    })
                    .cause()
                    .isInstanceOfSatisfying(QuicException.class, e -> {
                        assertThat(e.kind()).isEqualTo(QuicException.Kind.STREAM_RESET);
                        assertThat(e.code()).isNull();
                    });
            // The connection goes on.
            assertThat(group.openStream().get(30, TimeUnit.SECONDS).id()).isEqualTo(4);
        }
    }

    @Test
    void aReaderThatDoesNotReadStallsTheSenderAtItsWindow() throws Exception {
        CompletableFuture<ReceiveStream> atServer = new CompletableFuture<>();
        long window = 1 << 16;
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(new FlowControl(1 << 20, window, window, window, 10, 10)),
                        group -> group.onStream(s -> atServer.complete((ReceiveStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            CompletableFuture<Void> all = stream.send(ByteBuffer.wrap(new byte[4 << 20]));
            ReceiveStream peer = atServer.get(30, TimeUnit.SECONDS);
            // Another stream makes round trips meanwhile: time in which the first could have gone on.
            SendStream other = group.openSendStream().get(30, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                other.send(ByteBuffer.wrap(new byte[100])).get(30, TimeUnit.SECONDS);
            }
            assertThat(all).isNotDone();
            long read = 0;
            while (read < 4 << 20) {
                read += peer.receive(1, 1 << 20)
                        .get(30, TimeUnit.SECONDS)
                        .data()
                        .remaining();
            }
            all.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStreamThatNobodyTakesIsNamedWithTheRemedy() throws Exception {
        CompletableFuture<UnclaimedStream> told = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> sendOne(group, 1));
                QuicConnectionGroup group = loopback.client().build()) {
            group.onUnclaimedStream(told::complete);
            group.start();
            UnclaimedStream event = told.get(30, TimeUnit.SECONDS);
            assertThat(event.streamId()).isEqualTo(3);
            assertThat(event.type()).isEqualTo(StreamType.UNIDIRECTIONAL);
            assertThat(event.held()).isEqualTo(1);
            assertThat(event.message()).contains("stream 3 (one-way)", "is held", "onStream");
        }
    }

    @Test
    void aRefusedStreamEndsAtThePeerAndTheConnectionGoesOn() throws Exception {
        CompletableFuture<Throwable> atPeer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> {
                    group.onStream(s -> Loopback.echo((BidirectionalStream) s));
                    group.openStream()
                            .thenCompose(
                                    s -> s.send(ByteBuffer.wrap(new byte[1])).thenCompose(v -> s.receive(1, 1)))
                            .whenComplete((c, e) -> atPeer.complete(e));
                });
                QuicConnectionGroup group = loopback.client()
                        .unclaimedStreams(StreamPolicy.refuse(0x42))
                        .build()) {
            group.start();
            Throwable error = atPeer.get(30, TimeUnit.SECONDS);
            assertThat(error)
                    .cause()
                    .isInstanceOfSatisfying(
                            QuicException.class, e -> assertThat(e.code()).isEqualTo(QuicErrorCode.application(0x42)));
            BidirectionalStream mine = group.openStream().get(30, TimeUnit.SECONDS);
            mine.send(ByteBuffer.wrap(new byte[9])).thenCompose(v -> mine.finish());
            assertThat(Loopback.readAll(mine)).hasSize(9);
        }
    }

    @Test
    void anExtractedStreamCompletesOnItsOwnExecutorAndComesBack() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor(r -> new Thread(r, "own-thread"));
        CountDownLatch twice = new CountDownLatch(2);
        CompletableFuture<QuicStream> first = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> sendOne(group, 7));
                QuicConnectionGroup group = loopback.client().build()) {
            group.onStream(s -> {
                first.complete(s);
                twice.countDown();
            });
            group.start();
            ReceiveStream stream = group.extract((ReceiveStream) first.get(30, TimeUnit.SECONDS), own);
            CompletableFuture<String> thread = new CompletableFuture<>();
            CountDownLatch asked = new CountDownLatch(1);
            own.execute(() -> {
                // The one thread is busy, so the future cannot be complete before its dependent is there.
                stream.receive(1, 4)
                        .whenComplete(
                                (c, e) -> thread.complete(Thread.currentThread().getName()));
                asked.countDown();
            });
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(thread.get(30, TimeUnit.SECONDS)).isEqualTo("own-thread");
            assertThatThrownBy(() -> group.extract(stream, own)).isInstanceOf(IllegalStateException.class);
            group.reinsert(stream);
            assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(Loopback.readAll(stream))).isEqualTo("er 7");
        } finally {
            own.shutdown();
        }
    }
}
