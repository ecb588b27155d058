package dev.quiver.quic.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.MemoryStream;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.examples.LineFramer;
import dev.quiver.quic.message.MessageException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Sessions of messages over a stream in memory. */
class MessageStreamTest {
    private final MemoryStream.Pair pair = MemoryStream.pair(5, 1000);
    private final MessageStream here = MessageStream.over(pair.here(), MessageFramer.varintLength(5000), 21);
    private final MessageStream there = MessageStream.over(pair.there(), MessageFramer.varintLength(5000), 22);

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(CompletableFuture<Optional<ByteBuffer>> received) {
        return UTF_8.decode(received.join().orElseThrow()).toString();
    }

    private static Throwable failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((v, e) -> e).join();
    }

    @Property(tries = 100)
    void anyWindowAndAnyCutGiveTheSameMessages(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int window) {
        MemoryStream.Pair ends = MemoryStream.pair(seed, window);
        MessageStream from = MessageStream.over(ends.here(), MessageFramer.varintLength());
        MessageStream to = MessageStream.over(ends.there(), MessageFramer.varintLength());
        Random random = new Random(seed);
        List<ByteBuffer> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] message = new byte[random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(70)];
            random.nextBytes(message);
            messages.add(ByteBuffer.wrap(message));
            from.send(ByteBuffer.wrap(message.clone()));
        }
        CompletableFuture<Void> finished = from.finish();
        for (ByteBuffer message : messages) {
            assertThat(to.receive().join()).contains(message);
        }
        assertThat(to.receive().join()).isEmpty();
        assertThat(to.receive().join()).as("the end stays").isEmpty();
        assertThat(finished).isCompleted();
    }

    @Test
    void aReceiverThatDoesNotReceiveStallsTheSender() {
        CompletableFuture<Void> first = here.send(ByteBuffer.allocate(900));
        CompletableFuture<Void> second = here.send(ByteBuffer.allocate(900));
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        assertThat(there.receive().join()).isPresent();
        assertThat(there.receive().join()).isPresent();
        assertThat(second).isCompleted();
    }

    @Test
    void aCallFromInsideACompletionDoesNotTearAMessage() {
        here.send(ByteBuffer.allocate(1500)).thenRun(() -> here.send(text("inner")));
        // Completes the first from inside the turn of this one.
        here.send(text("outer"));
        assertThat(there.receive().join().orElseThrow().remaining()).isEqualTo(1500);
        assertThat(text(there.receive())).isEqualTo("outer");
        assertThat(text(there.receive())).isEqualTo("inner");
    }

    @Test
    void aCancelledReceiveLosesNoMessage() {
        CompletableFuture<Optional<ByteBuffer>> given = there.receive();
        given.cancel(false);
        here.send(text("one"));
        here.send(text("two"));
        assertThat(text(there.receive())).isEqualTo("one");
        assertThat(text(there.receive())).isEqualTo("two");
    }

    @Test
    void twoReceivesAtOnceAreAMistake() {
        CompletableFuture<Optional<ByteBuffer>> first = there.receive();
        assertThat(failure(there.receive())).isInstanceOf(IllegalStateException.class);
        here.send(text("for the first"));
        assertThat(text(first)).isEqualTo("for the first");
    }

    @Test
    void aStreamThatEndsInsideAMessageIsATornMessage() {
        here.send(text("whole"));
        pair.here().send(ByteBuffer.wrap(new byte[] {10, 1, 2}));
        pair.here().finish();
        assertThat(text(there.receive())).isEqualTo("whole");
        for (int i = 0; i < 2; i++) {
            assertThat(failure(there.receive())).isInstanceOfSatisfying(MessageException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.TORN);
                assertThat(e.scope()).isEqualTo(ErrorScope.MESSAGE);
                assertThat(e).hasMessageContaining("2 of its 10 bytes").hasMessageContaining("memory stream");
            });
        }
        assertThat(pair.there().stopCode()).as("there is nothing to stop").isNull();
    }

    @Test
    void aResetInsideAMessageIsTheStreamsFailure() {
        pair.here().send(ByteBuffer.wrap(new byte[] {10, 1, 2}));
        CompletableFuture<Optional<ByteBuffer>> received = there.receive();
        here.reset();
        assertThat(failure(received)).isInstanceOfSatisfying(QuicException.class, e -> {
            assertThat(e).isNotInstanceOf(MessageException.class);
            assertThat(e.scope()).isEqualTo(ErrorScope.STREAM);
            assertThat(e.code()).isEqualTo(QuicErrorCode.application(21));
        });
    }

    @Test
    void aPeerThatAnnouncesTooMuchIsStopped() {
        here.send(text("whole"));
        pair.here().send(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0, 0x13, (byte) 0x89}));
        assertThat(text(there.receive())).isEqualTo("whole");
        assertThat(failure(there.receive()))
                .isInstanceOfSatisfying(
                        MessageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(pair.there().stopCode()).isEqualTo(22);
    }

    @Test
    void aMessageTooLargeToSendLeavesTheStreamAsItWas() {
        assertThat(failure(here.send(ByteBuffer.allocate(5001))))
                .isInstanceOfSatisfying(
                        MessageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        here.send(text("next"));
        assertThat(text(there.receive())).isEqualTo("next");
        assertThat(pair.here().resetCode()).isNull();
    }

    @Test
    void emptyMessagesAreMessages() {
        here.send(ByteBuffer.allocate(0));
        here.send(ByteBuffer.allocate(0));
        here.finish();
        assertThat(there.receive().join()).contains(ByteBuffer.allocate(0));
        assertThat(there.receive().join()).contains(ByteBuffer.allocate(0));
        assertThat(there.receive().join()).isEmpty();
    }

    @Test
    void closeFinishesOneWayAndStopsTheOther() {
        here.send(text("last"));
        here.close();
        assertThat(text(there.receive())).isEqualTo("last");
        assertThat(there.receive().join()).isEmpty();
        assertThat(pair.here().stopCode()).isEqualTo(21);
        assertThat(failure(there.send(text("unheard")))).isInstanceOf(QuicException.class);
    }

    @Test
    void closeAfterTheEndStopsNothing() {
        there.finish();
        assertThat(here.receive().join()).isEmpty();
        here.close();
        assertThat(pair.here().stopCode()).isNull();
    }

    @Test
    void aPublishedSessionFlowsIntoAnother() {
        SubmittedMessages.Collected collected = new SubmittedMessages.Collected();
        there.receiver().publisher(Runnable::run).subscribe(collected);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            texts.add("message " + i);
        }
        var subscriber = here.sender().subscriber(Runnable::run);
        new SubmittedMessages(texts).subscribe(subscriber);
        assertThat(subscriber.done()).isCompleted();
        assertThat(collected.texts).isEqualTo(texts);
        assertThat(collected.complete).isTrue();
    }

    @Test
    void aFramerOfOnesOwnMayLetTheEndOfTheStreamEndAMessage() {
        MemoryStream.Pair ends = MemoryStream.pair(1, 100);
        MessageStream lines = MessageStream.over(ends.there(), new LineFramer(10));
        ends.here().send(text("one\n\nthree"));
        ends.here().finish();
        assertThat(text(lines.receive())).isEqualTo("one");
        assertThat(text(lines.receive())).isEmpty();
        assertThat(text(lines.receive())).isEqualTo("three");
        assertThat(lines.receive().join()).isEmpty();
        assertThat(failure(lines.send(text("a\nb"))))
                .isInstanceOfSatisfying(
                        MessageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void aFramerThatFailsStopsThePeerAndStaysFailed() {
        MemoryStream.Pair ends = MemoryStream.pair(1, 100);
        MessageReceiver broken = MessageReceiver.over(ends.there(), new BrokenFramer(), 30);
        ends.here().send(text("x"));
        assertThat(failure(broken.receive())).isInstanceOf(UnsupportedOperationException.class);
        assertThat(ends.there().stopCode()).isEqualTo(30);
        assertThat(failure(broken.receive())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void manyMessagesAtHandDoNotDeepenTheStack() {
        MemoryStream.Pair ends = MemoryStream.pair(1, 1 << 20);
        MessageStream from = MessageStream.over(ends.here(), MessageFramer.varintLength());
        MessageStream to = MessageStream.over(ends.there(), MessageFramer.varintLength());
        for (int i = 0; i < 50_000; i++) {
            from.send(text("m"));
        }
        from.finish();
        SubmittedMessages.Collected collected = new SubmittedMessages.Collected();
        to.receiver().publisher(Runnable::run).subscribe(collected);
        assertThat(collected.texts).hasSize(50_000);
        assertThat(collected.complete).isTrue();
    }
}
