package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writing a stream with a thread that blocks. */
class StreamOutputTest {
    private static final int WINDOW = 1000;

    private final MemoryStream.Pair pair = MemoryStream.pair(3, WINDOW);
    private final MemoryStream here = pair.here();
    private final MemoryStream there = pair.there();
    private final StreamOutput output = here.outputStream(9);

    private Thread writing(CompletableFuture<Throwable> told, byte[] bytes) {
        Thread thread = new Thread(() -> {
            try {
                output.write(bytes);
                output.flush();
                told.complete(new AssertionError("written"));
            } catch (Throwable e) {
                told.complete(e);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void everyByteGoesOutAndCloseFinishes() throws Exception {
        byte[] sent = new byte[200_000];
        new Random(1).nextBytes(sent);
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> {
            try {
                return there.inputStream().readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        output.write(sent[0]);
        output.write(sent, 1, 20);
        output.write(sent, 21, sent.length - 21);
        assertThat(here.finished()).isFalse();
        output.close();
        output.close();
        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
        assertThat(here.resetCode()).isNull();
        assertThatThrownBy(() -> output.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void bytesAreKeptBackUntilTheyAreFlushedAndTheArrayIsFree() throws Exception {
        byte[] array = {1, 2, 3};
        output.write(array);
        array[0] = 9;
        output.write(4);
        assertThat(there.receivable()).isZero();
        output.flush();
        output.flush();
        assertThat(there.receivable()).isEqualTo(4);
        assertThat(there.inputStream().readNBytes(4)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void theEndTravelsWithTheLastBytes() throws Exception {
        output.write(new byte[WINDOW / 2]);
        output.close();
        assertThat(here.ends()).containsExactly("with " + WINDOW / 2);
        MemoryStream empty = MemoryStream.pair(1, WINDOW).here();
        empty.outputStream().close();
        assertThat(empty.ends()).containsExactly("alone");
    }

    @Test
    void anInterruptResetsAndCloseDoesNotFinish() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        Thread writer = writing(told, new byte[2 * WINDOW]);
        writer.interrupt();
        assertThat(told.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        output.close();
        assertThat(here.resetCode()).isEqualTo(9);
        assertThat(here.finished()).isFalse();
        assertThatThrownBy(() -> output.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aPeerThatStopsFailsTheWriteTypedAndCloseDoesNotFinish() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        writing(told, new byte[2 * WINDOW]);
        there.stopSending(4);
        assertThat(told.get(30, TimeUnit.SECONDS)).isInstanceOf(QuicException.class);
        output.close();
        assertThat(here.finished()).isFalse();
    }

    @Test
    void aResetFromAnotherThreadEndsTheWaitingWrite() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        writing(told, new byte[2 * WINDOW]);
        output.reset();
        assertThat(told.get(30, TimeUnit.SECONDS)).isInstanceOf(QuicException.class);
        assertThat(here.resetCode()).isEqualTo(9);
    }

    @Test
    void aCloseInterruptedWhileTheEndWaitsResets() throws Exception {
        // The window is full, so the end has to wait behind what was queued before.
        here.send(java.nio.ByteBuffer.allocate(2 * WINDOW));
        Thread.currentThread().interrupt();
        assertThatThrownBy(output::close).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(here.resetCode()).isEqualTo(9);
        assertThat(here.finished()).isFalse();
    }

    @Test
    void sendAllFinishesWhatIsWholeAndResetsWhatIsNot() throws Exception {
        StreamOutput.sendAll(here, 5, out -> out.write(new byte[] {1, 2}));
        assertThat(here.finished()).isTrue();
        assertThat(here.resetCode()).isNull();

        MemoryStream other = MemoryStream.pair(1, WINDOW).here();
        IOException missing = new IOException("the disk is gone");
        assertThatThrownBy(() -> StreamOutput.sendAll(other, 5, out -> {
                    // Closed on the way out of the failure, as everybody writes it.
                    try (OutputStream buffered = new BufferedOutputStream(out)) {
                        buffered.write(1);
                        throw missing;
                    }
                }))
                .isSameAs(missing);
        assertThat(other.finished()).isFalse();
        assertThat(other.resetCode()).isEqualTo(5);
    }
}
