package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.UnclaimedStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of streams that a peer of another maker opens: each delivered once, in order of opening, whole. */
@Tag("real-server")
@Timeout(120)
class PeerOpenedStreamsIT {
    private static final int ONE_WAY = 10_000;
    private static final int BOTH_WAYS = 1_000;
    private static final int SIZE = 300;
    private static final long SEED = 20260101;

    /** The streams in the order in which the handler got them, and what was read from them. */
    private static final class Taken {
        private final CountDownLatch all = new CountDownLatch(ONE_WAY + BOTH_WAYS);
        private final List<Long> ids = Collections.synchronizedList(new ArrayList<>());
        private final List<CompletableFuture<NumberedStream>> reads = Collections.synchronizedList(new ArrayList<>());

        void take(QuicStream stream) {
            ids.add(stream.id());
            reads.add(NumberedStream.read(stream, SEED));
            all.countDown();
        }

        /** Waits for the peer's last word; where it does not come, tells what has not. */
        void await(CompletableFuture<Void> answers) throws Exception {
            try {
                answers.get(45, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                List<Long> unread = new ArrayList<>();
                for (int i = 0; i < reads.size(); i++) {
                    if (!reads.get(i).isDone()) {
                        unread.add(ids.get(i));
                    }
                }
                throw new AssertionError(
                        "%d of %d streams were delivered, of which these are not read and answered: %s"
                                .formatted(ids.size(), ONE_WAY + BOTH_WAYS, unread),
                        e);
            }
        }

        void check() throws Exception {
            // The peer's last word can be here before the last streams have gone through the executor.
            all.await(20, TimeUnit.SECONDS);
            checkOrder(StreamType.UNIDIRECTIONAL, ONE_WAY, 3);
            checkOrder(StreamType.BIDIRECTIONAL, BOTH_WAYS, 1);
            for (CompletableFuture<NumberedStream> read : List.copyOf(reads)) {
                NumberedStream stream = read.get(20, TimeUnit.SECONDS);
                assertThat(stream).isEqualTo(new NumberedStream(stream.id(), stream.id() >> 2, SIZE));
            }
        }

        private void checkOrder(StreamType type, int count, long first) {
            long expected = first;
            for (long id : List.copyOf(ids)) {
                if (StreamType.of(id) == type) {
                    assertThat(id).as("of %s, the next in order", type).isEqualTo(expected);
                    expected += 4;
                }
            }
            assertThat((expected - first) / 4).as("%s streams", type).isEqualTo(count);
        }
    }

    private static CompletableFuture<Void> askForAll(QuicConnectionGroup group) {
        CompletableFuture<Void> oneWay = RawPeer.ask(group, "open-uni %d %d %d".formatted(ONE_WAY, SIZE, SEED))
                .thenAccept(answer -> assertThat(answer).isEqualTo("opened " + ONE_WAY));
        CompletableFuture<Void> bothWays = RawPeer.ask(group, "open-bidi %d %d %d".formatted(BOTH_WAYS, SIZE, SEED))
                .thenAccept(answer -> assertThat(answer).isEqualTo("opened " + BOTH_WAYS + " answered " + BOTH_WAYS));
        return CompletableFuture.allOf(oneWay, bothWays);
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    void allComeInOrderToAHandlerThatIsThere(Maker maker) throws Exception {
        Taken taken = new Taken();
        try (RawPeer peer = RawPeer.start(maker);
                QuicConnectionGroup group = peer.group().build()) {
            group.onStream(taken::take);
            taken.await(askForAll(group));
            taken.check();
        }
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    void allComeInOrderToAHandlerThatComesLate(Maker maker) throws Exception {
        Taken taken = new Taken();
        CountDownLatch held = new CountDownLatch(200); // as many as the limits allow
        try (RawPeer peer = RawPeer.start(maker);
                QuicConnectionGroup group = peer.group().build()) {
            group.onUnclaimedStream(stream -> held.countDown());
            CompletableFuture<Void> all = askForAll(group);
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            group.onStream(taken::take);
            taken.await(all);
            taken.check();
        }
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    void withNoHandlerTheyAreHeldUpToTheLimitsAndTheGroupLives(Maker maker) throws Exception {
        List<UnclaimedStream> unclaimed = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger most = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(200);
        try (RawPeer peer = RawPeer.start(maker);
                QuicConnectionGroup group = peer.group().build()) {
            group.onUnclaimedStream(stream -> {
                unclaimed.add(stream);
                most.accumulateAndGet(stream.held(), Math::max);
                held.countDown();
            });
            CompletableFuture<Void> all = askForAll(group);
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 50; i++) {
                RawPeer.roundTrip(group);
            }
            assertThat(all).isNotDone();
            assertThat(unclaimed).hasSize(200);
            assertThat(most).hasValue(200);
            assertThat(unclaimed.get(0).message())
                    .contains("stream " + unclaimed.get(0).streamId())
                    .contains("onStream");
            assertThat(group.state().isTerminal()).isFalse();
        }
    }
}
