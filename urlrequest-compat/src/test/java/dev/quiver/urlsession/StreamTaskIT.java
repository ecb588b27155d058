package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of a session, against a listener that sends back what it gets. */
class StreamTaskIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> told = new ArrayList<>();
    private final CompletableFuture<List<String>> end = new CompletableFuture<>();
    private QuicListener listener;
    private UrlSession session;
    private int port;

    private final UrlSessionStreamDelegate notes = new UrlSessionStreamDelegate() {
        @Override
        public void readClosed(UrlSession from, StreamTask task) {
            told.add("read closed");
        }

        @Override
        public void writeClosed(UrlSession from, StreamTask task) {
            told.add("write closed");
        }

        @Override
        public void didBecome(UrlSession from, StreamTask task, StreamTask.Captured captured) {
            told.add("captured");
        }

        @Override
        public void didComplete(UrlSession from, UrlSessionTask task, @Nullable UrlError error) {
            told.add("complete " + (error == null ? "" : error.code()));
            end.complete(told);
        }
    };

    @BeforeEach
    void start() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost");
        listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn("echo")
                .identity(certificate.privateKey(), certificate.chain())
                .build();
        listener.onGroup(group -> group.onStream(stream -> echo((BidirectionalStream) stream)));
        port = listener.start().get(30, TimeUnit.SECONDS).getPort();
        session = UrlSession.newBuilder(UrlSessionConfiguration.newBuilder()
                        .trust(TrustEvaluator.anchors(certificate.root()))
                        .build())
                .delegate(notes)
                .build();
    }

    private static void echo(BidirectionalStream stream) {
        stream.receive(1, 65_536).whenComplete((chunk, failure) -> {
            if (chunk != null) {
                stream.send(chunk.data(), chunk.last()).thenRun(() -> {
                    if (!chunk.last()) {
                        echo(stream);
                    }
                });
            }
        });
    }

    @AfterEach
    void stop() {
        session.close();
        listener.close();
    }

    @Test
    void bytesGoBothWaysInOrder() throws Exception {
        StreamTask task = session.streamTask("localhost", port, "echo");
        CompletableFuture<Void> early = task.write(text("hello, "), LONG);
        task.resume();
        early.get(30, TimeUnit.SECONDS);
        task.write(text("world"), LONG).get(30, TimeUnit.SECONDS);
        assertThat(read(task, 12, 12)).isEqualTo("hello, world");
        assertThat(task.countOfBytesSent()).isEqualTo(12);
        assertThat(task.countOfBytesReceived()).isEqualTo(12);
        CompletableFuture<StreamTask.Reading> last = task.readData(1, 100, LONG);
        task.closeWrite();
        assertThat(last.get(30, TimeUnit.SECONDS).atEnd()).isTrue();
        assertThat(end.get(30, TimeUnit.SECONDS))
                .containsExactlyInAnyOrder("write closed", "read closed", "complete ")
                .last()
                .isEqualTo("complete ");
        assertThat(session.allTasks()).isEmpty();
    }

    @Test
    void aReadThatIsOverTimeTakesNothingFromTheNext() throws Exception {
        StreamTask task = session.streamTask("localhost", port, "echo");
        task.resume();
        task.write(text("abc"), LONG).get(30, TimeUnit.SECONDS);
        assertThat(failure(task.readData(4, 10, Duration.ofMillis(200))).code()).isEqualTo(UrlErrorCode.TIMED_OUT);
        task.write(text("d"), LONG).get(30, TimeUnit.SECONDS);
        assertThat(read(task, 4, 10)).isEqualTo("abcd");
        assertThatIllegalArgumentException().isThrownBy(() -> task.readData(2, 1, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> task.readData(0, 1, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> task.write(text("x"), Duration.ZERO));
    }

    @Test
    void capturedStreamsGoOnWithoutTheTask() throws Exception {
        StreamTask task = session.streamTask("localhost", port, "echo");
        task.resume();
        task.write(text("before and after"), LONG);
        assertThat(read(task, 6, 6)).isEqualTo("before");
        try (StreamTask.Captured captured = task.captureStreams().get(30, TimeUnit.SECONDS)) {
            assertThat(end.get(30, TimeUnit.SECONDS)).containsExactly("captured", "complete ");
            captured.output().write("!".getBytes(StandardCharsets.US_ASCII));
            captured.output().close();
            assertThat(new String(captured.input().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo(" and after!");
        }
        assertThat(failure(task.readData(1, 1, LONG)).getMessage()).contains("captured");
    }

    @Test
    void whoIsNotTrustedGetsNothing() throws Exception {
        try (UrlSession careful = UrlSession.newSession(UrlSessionConfiguration.ephemeral())) {
            StreamTask task = careful.streamTask("localhost", port, "echo");
            CompletableFuture<Void> unsent = task.write(text("secret"), LONG);
            task.resume();
            assertThat(failure(unsent).code()).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED);
        }
    }

    @Test
    void cancellingFailsWhoWaits() throws Exception {
        StreamTask task = session.streamTask("localhost", port, "echo");
        task.resume();
        CompletableFuture<StreamTask.Reading> never = task.readData(1, 1, LONG);
        task.cancel();
        assertThat(failure(never).code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(end.get(30, TimeUnit.SECONDS)).containsExactly("complete CANCELLED");
    }

    @Test
    void closingTheReadingLeavesTheWriting() throws Exception {
        StreamTask task = session.streamTask("localhost", port, "echo");
        task.resume();
        task.write(text("x"), LONG).get(30, TimeUnit.SECONDS);
        task.closeRead();
        assertThat(failure(task.readData(1, 1, LONG))).hasMessageContaining("closed here");
        assertThat(told).containsExactly("read closed");
    }

    private static ByteBuffer text(String words) {
        return ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(StreamTask task, int minimum, int maximum) throws Exception {
        StreamTask.Reading reading = task.readData(minimum, maximum, LONG).get(30, TimeUnit.SECONDS);
        return StandardCharsets.US_ASCII.decode(reading.data()).toString();
    }

    private static UrlError failure(CompletableFuture<?> future) throws Exception {
        try {
            future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (UrlError) e.getCause();
        }
        throw new AssertionError("it did not fail");
    }
}
