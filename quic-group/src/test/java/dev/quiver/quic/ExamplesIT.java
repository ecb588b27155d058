package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.examples.DatagramClock;
import dev.quiver.quic.examples.EchoPeer;
import dev.quiver.quic.examples.FileTransfer;
import dev.quiver.quic.examples.MessageSession;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/quic-group.md shows works as shown. */
@Timeout(120)
class ExamplesIT {
    @TempDir
    Path folder;

    private static ListenerBuilder listener() {
        return QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .identity(Loopback.IDENTITY.key().getPrivate(), Loopback.IDENTITY.chain());
    }

    private static GroupBuilder client(QuicListener listener) throws Exception {
        InetSocketAddress address = listener.start().get(30, TimeUnit.SECONDS);
        return QuicConnectionGroup.newBuilder("localhost", address.getPort())
                .remoteAddress(address)
                .trust(TrustEvaluator.anchors(List.of(Loopback.IDENTITY.authority())));
    }

    @Test
    void theEchoPeerEchoes() throws Exception {
        try (QuicListener listener = EchoPeer.listen(listener())) {
            assertThat(EchoPeer.say(client(listener), "good evening")).isEqualTo("good evening");
        }
    }

    @Test
    void theClockTellsTheTime() throws Exception {
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
        Instant before = Instant.now().minusMillis(1);
        try (QuicListener listener = DatagramClock.listen(listener(), ticks, Duration.ofMillis(10))) {
            assertThat(DatagramClock.ask(client(listener))).isBetween(before, Instant.now());
        } finally {
            ticks.shutdownNow();
        }
    }

    @Test
    void filesArriveWholeThroughSmallWindows() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(2).nextBytes(content);
        Path file = Files.write(folder.resolve("sent"), content);
        BlockingQueue<ReceiveStream> incoming = new LinkedBlockingQueue<>();
        FlowControl windows = new FlowControl(1 << 18, 1 << 16, 1 << 16, 1 << 16, 10, 10);
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(windows), group -> group.onStream(s -> incoming.add((ReceiveStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            CompletableFuture<Void> sent = FileTransfer.sendAsync(group, file);
            FileTransfer.receive(incoming.take(), folder.resolve("async"));
            sent.get(30, TimeUnit.SECONDS);
            assertThat(folder.resolve("async")).hasBinaryContent(content);

            CompletableFuture<Void> blocking = CompletableFuture.runAsync(() -> {
                try {
                    FileTransfer.send(group, file);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            FileTransfer.receive(incoming.take(), folder.resolve("blocking"));
            blocking.get(30, TimeUnit.SECONDS);
            assertThat(folder.resolve("blocking")).hasBinaryContent(content);
        }
    }

    @Test
    void halfAFileIsNeverTakenForAFile() throws Exception {
        BlockingQueue<ReceiveStream> incoming = new LinkedBlockingQueue<>();
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> incoming.add((ReceiveStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> StreamOutput.sendAll(stream, FileTransfer.CANNOT_READ, out -> {
                        out.write(new byte[100_000]);
                        throw new IOException("the disk is gone");
                    }))
                    .hasMessage("the disk is gone");
            Path file = folder.resolve("received");
            assertThatThrownBy(() -> FileTransfer.receive(incoming.take(), file))
                    .isInstanceOfSatisfying(
                            QuicException.class,
                            e -> assertThat(e.code()).isEqualTo(QuicErrorCode.application(FileTransfer.CANNOT_READ)));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void questionsAreAnsweredInOrder() throws Exception {
        try (Loopback loopback = Loopback.listen(group ->
                        group.onStream(s -> Blocking.run(() -> MessageSession.answer((BidirectionalStream) s))));
                QuicConnectionGroup group = loopback.client().build()) {
            List<String> questions = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                questions.add("question " + i);
                answers.add("question " + i + "? 42");
            }
            assertThat(MessageSession.ask(group, questions)).isEqualTo(answers);
        }
    }
}
