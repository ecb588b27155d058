package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that block on streams. */
@Timeout(120)
class BlockingStreamsIT {
    private static final FlowControl SMALL = new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 1000, 1000);

    private static byte[] question(int number) {
        return ("question " + number).getBytes();
    }

    private static BidirectionalStream open(QuicConnectionGroup group) throws Exception {
        return group.openStream().get(30, TimeUnit.SECONDS);
    }

    @Test
    void bytesGoThroughBothWaysWholeAndClosingIsTheEnd() throws Exception {
        byte[] sent = new byte[5_000_000];
        new Random(1).nextBytes(sent);
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(SMALL),
                        group -> group.onStream(s -> Blocking.run(() -> {
                            BidirectionalStream stream = (BidirectionalStream) s;
                            try (var in = stream.inputStream();
                                    var out = stream.outputStream()) {
                                in.transferTo(out);
                            }
                        })));
                QuicConnectionGroup group = loopback.client().flowControl(SMALL).build()) {
            BidirectionalStream stream = open(group);
            CompletableFuture<Void> writing = Blocking.run(() -> {
                try (var out = stream.outputStream()) {
                    out.write(sent);
                }
            });
            try (var in = stream.inputStream()) {
                assertThat(in.readAllBytes()).isEqualTo(sent);
            }
            writing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void manyThreadsWaitAtOnce() throws Exception {
        int streams = 500;
        CountDownLatch asked = new CountDownLatch(streams);
        // Nobody is answered before all have asked: each reader has to wait while the others run.
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(SMALL),
                        group -> group.onStream(s -> Blocking.run(() -> {
                            BidirectionalStream stream = (BidirectionalStream) s;
                            byte[] question = stream.inputStream().readAllBytes();
                            asked.countDown();
                            asked.await();
                            try (var out = stream.outputStream()) {
                                out.write(question);
                            }
                        })));
                QuicConnectionGroup group = loopback.client().build()) {
            group.start().get(30, TimeUnit.SECONDS);
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                byte[] question = question(i);
                answers.add(Blocking.call(() -> {
                    BidirectionalStream stream = group.openStream().get();
                    try (var out = stream.outputStream()) {
                        out.write(question);
                    }
                    return stream.inputStream().readAllBytes();
                }));
            }
            for (int i = 0; i < streams; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(question(i));
            }
        }
    }

    @Test
    void anInterruptedWriterResetsWithItsCodeAndNeverFinishes() throws Exception {
        CompletableFuture<ReceiveStream> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(SMALL), group -> group.onStream(s -> atServer.complete((ReceiveStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            CompletableFuture<Throwable> told = new CompletableFuture<>();
            Thread writer = new Thread(() -> {
                try (var out = stream.outputStream(71)) {
                    out.write(new byte[1 << 20]);
                } catch (IOException e) {
                    told.complete(e);
                }
            });
            writer.start();
            ReceiveStream received = atServer.get(30, TimeUnit.SECONDS);
            writer.interrupt();
            assertThat(told.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
            assertThatThrownBy(() -> received.inputStream().readAllBytes())
                    .isInstanceOfSatisfying(
                            QuicException.class, e -> assertThat(e.code()).isEqualTo(QuicErrorCode.application(71)));
        }
    }

    @Test
    void anInterruptedReaderStopsThePeer() throws Exception {
        CompletableFuture<Throwable> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> Blocking.run(() -> {
                    try (var out = ((SendStream) s).outputStream()) {
                        out.write(1);
                        while (true) {
                            out.write(new byte[1000]);
                        }
                    } catch (IOException e) {
                        atServer.complete(e);
                    }
                })));
                QuicConnectionGroup group = loopback.client().flowControl(SMALL).build()) {
            BidirectionalStream stream = open(group);
            stream.send(ByteBuffer.wrap(new byte[1]));
            StreamInput in = stream.inputStream(5);
            assertThat(in.read()).isEqualTo(1);
            Thread.currentThread().interrupt();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(atServer.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(QuicException.class, e -> {
                assertThat(e.kind()).isEqualTo(QuicException.Kind.STREAM_RESET);
                assertThat(e.scope()).isEqualTo(ErrorScope.STREAM);
                assertThat(e.origin()).isEqualTo(Origin.PEER);
            });
        }
    }

    @Test
    void closingAnUnreadInputStopsThePeerAndTheGroupGoesOn() throws Exception {
        CompletableFuture<Throwable> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> {
                    CompletableFuture<SendStream> opened = group.openSendStream();
                    Blocking.run(() -> {
                        try (var out = opened.get().outputStream()) {
                            while (true) {
                                out.write(new byte[100_000]);
                            }
                        } catch (IOException e) {
                            atServer.complete(e);
                        }
                    });
                });
                QuicConnectionGroup group = loopback.client().flowControl(SMALL).build()) {
            CompletableFuture<ReceiveStream> incoming = new CompletableFuture<>();
            group.onStream(s -> incoming.complete((ReceiveStream) s));
            group.start().get(30, TimeUnit.SECONDS);
            StreamInput in = incoming.get(30, TimeUnit.SECONDS).inputStream(3);
            in.read();
            in.close();
            assertThat(atServer.get(30, TimeUnit.SECONDS)).isInstanceOf(QuicException.class);
            assertThat(open(group).id()).isZero();
        }
    }

    @Test
    void theEndOfTheGroupEndsAWaitingReadTyped() throws Exception {
        CompletableFuture<QuicConnectionGroup> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(atServer::complete);
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream stream = open(group);
            stream.send(ByteBuffer.wrap(new byte[1])).get(30, TimeUnit.SECONDS);
            CompletableFuture<Integer> read =
                    Blocking.call(() -> stream.inputStream().read());
            atServer.get(30, TimeUnit.SECONDS).close(99, "enough");
            assertThatThrownBy(() -> read.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(QuicException.class, e -> {
                        assertThat(e.scope()).isEqualTo(ErrorScope.CONNECTION);
                        assertThat(e.code()).isEqualTo(QuicErrorCode.application(99));
                    });
        }
    }
}
