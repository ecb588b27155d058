package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Streams that nobody reads cost their windows and no more, and the group's other streams run on. With the default
 * windows; sender and reader are in this process, so the figures are both sides'.
 */
@Timeout(120)
class StalledReaderIT {
    private static final int STREAMS = 32;
    private static final int PIECE = 1 << 20;
    private static final int PIECES = 32;
    /** Through the other stream; `-Dquiver.test.flags="-Xmx64m -Dquiver.stalled.mebibytes=1024"` for a long run. */
    private static final int ECHOED = Integer.getInteger("quiver.stalled.mebibytes", 16);

    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);

    @Test
    void aGibibyteForReadersThatDoNotReadHoldsNobodyUp() throws Exception {
        BlockingQueue<QuicStream> unread = new LinkedBlockingQueue<>();
        try (Loopback loopback = Loopback.listen(group -> group.onStream(unread::add));
                QuicConnectionGroup group = loopback.client().build()) {
            group.start().get(30, TimeUnit.SECONDS);
            Memory before = Memory.now();
            List<CompletableFuture<Void>> offers = new ArrayList<>();
            List<ReceiveStream> stalled = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                offers.add(offer(group.openSendStream().get(30, TimeUnit.SECONDS), PIECES));
                stalled.add((ReceiveStream) unread.poll(10, TimeUnit.SECONDS));
            }
            echo(group, unread);
            Memory held = Memory.now().minus(before);
            System.out.printf(
                    "%d streams unread, %d MiB offered, %d MiB through another: %s%n",
                    STREAMS, (long) STREAMS * PIECES * PIECE >> 20, ECHOED, held);
            assertThat(offers).noneMatch(CompletableFuture::isDone);
            // Both sides' windows are 48 MiB, and the rest is what a JVM takes when it first does something.
            assertThat(held.heap()).isLessThan(16 << 20);
            assertThat(held.direct()).isLessThan(64 << 20);
            assertThat(held.resident()).isLessThan(320 << 20);
            // What was not read is all there still.
            long late = 0;
            while (late < 4 * PIECE) {
                late += stalled.get(0)
                        .receive(1, PIECE)
                        .get(20, TimeUnit.SECONDS)
                        .data()
                        .remaining();
            }
        }
    }

    /** One after another, so that only what is under way is in memory. */
    private CompletableFuture<Void> offer(SendStream stream, int pieces) {
        return stream.send(piece.duplicate())
                .thenCompose(sent -> pieces == 1 ? stream.finish() : offer(stream, pieces - 1));
    }

    /** The windows of streams that were read fast have grown, and two of them are more than the connection's. */
    @Test
    void withoutAConnectionWindowNoStreamHoldsUpAnother() throws Exception {
        BlockingQueue<QuicStream> unread = new LinkedBlockingQueue<>();
        FlowControl open = new FlowControl(FlowControl.UNLIMITED, 16 << 20, 16 << 20, 16 << 20, 100, 100);
        try (Loopback loopback = Loopback.listen(b -> b.flowControl(open), group -> group.onStream(unread::add));
                QuicConnectionGroup group = loopback.client().build()) {
            for (int i = 0; i < 3; i++) {
                offer(group.openSendStream().get(30, TimeUnit.SECONDS), PIECES);
                assertThat(unread.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
            echo(group, unread);
        }
    }

    private void echo(QuicConnectionGroup group, BlockingQueue<QuicStream> opened) throws Exception {
        BidirectionalStream other = group.openStream().get(30, TimeUnit.SECONDS);
        for (int i = 0; i < ECHOED; i++) {
            CompletableFuture<Void> sent = other.send(piece.duplicate());
            if (i == 0) {
                Loopback.echo((BidirectionalStream) opened.poll(10, TimeUnit.SECONDS));
            }
            for (int got = 0; got < PIECE; ) {
                got += other.receive(1, PIECE).get(20, TimeUnit.SECONDS).data().remaining();
            }
            sent.get(20, TimeUnit.SECONDS);
        }
    }
}
