package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reading a stream with a thread that blocks. */
class StreamInputTest {
    private final MemoryStream.Pair pair = MemoryStream.pair(3, 1 << 20);
    private final MemoryStream here = pair.here();
    private final MemoryStream there = pair.there();
    private final StreamInput input = here.inputStream(9);

    private static Thread waiting(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private static CompletableFuture<Throwable> failureOf(CompletableFuture<Throwable> told, StreamInput input) {
        try {
            told.complete(new AssertionError("read " + input.read()));
        } catch (Throwable e) {
            told.complete(e);
        }
        return told;
    }

    @Test
    void everyByteComesAndThenTheEnd() throws Exception {
        byte[] sent = new byte[300_000];
        new Random(1).nextBytes(sent);
        there.send(ByteBuffer.wrap(sent));
        there.finish();
        assertThat(input.read()).isEqualTo(sent[0] & 0xff);
        assertThat(input.readNBytes(10)).isEqualTo(java.util.Arrays.copyOfRange(sent, 1, 11));
        assertThat(input.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(sent, 11, sent.length));
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.read(new byte[3])).isEqualTo(-1);
        input.close();
        assertThat(here.stopCode()).as("the end was seen").isNull();
    }

    @Test
    void smallReadsTakeOnlySoMuchAhead() throws Exception {
        there.send(ByteBuffer.wrap(new byte[1 << 20]));
        assertThat(input.read()).isZero();
        assertThat(here.received()).isLessThanOrEqualTo(16 * 1024);
        assertThat(input.available()).isEqualTo((int) here.received() - 1);
    }

    @Test
    void closingUnreadTellsThePeerAndLaterReadsFail() throws Exception {
        there.send(ByteBuffer.wrap(new byte[10]));
        input.read();
        input.close();
        input.close();
        assertThat(here.stopCode()).isEqualTo(9);
        assertThatThrownBy(input::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
        assertThatThrownBy(input::available).isInstanceOf(IOException.class);
    }

    @Test
    void aCloseByAnotherThreadEndsTheWaitingRead() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        waiting(() -> failureOf(told, input));
        input.close();
        assertThat(told.get(30, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        assertThat(here.stopCode()).isEqualTo(9);
    }

    @Test
    void anInterruptStopsTheStreamAndTheThreadStaysInterrupted() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread reader = waiting(() -> {
            failureOf(told, input);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        reader.interrupt();
        assertThat(told.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(here.stopCode()).isEqualTo(9);
        assertThatThrownBy(input::read).isInstanceOf(QuicException.class);
    }

    @Test
    void aTimeoutStopsNothingAndLosesNothing() throws Exception {
        input.readTimeout(Duration.ofMillis(1));
        assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(here.stopCode()).isNull();
        there.send(ByteBuffer.wrap(new byte[] {1, 2}));
        there.finish();
        assertThat(input.readAllBytes()).containsExactly(1, 2);
    }

    @Test
    void aResetIsTypedAndStays() {
        there.send(ByteBuffer.wrap(new byte[10]));
        there.reset(4);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(input::read).isInstanceOfSatisfying(QuicException.class, e -> {
                assertThat(e.code()).isEqualTo(QuicErrorCode.application(4));
                assertThat(e.getStackTrace()).anyMatch(f -> f.getClassName().contains("StreamInputTest"));
            });
        }
    }
}
