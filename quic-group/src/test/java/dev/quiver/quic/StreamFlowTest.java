package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What the publisher and the subscriber of a stream do to the stream. */
class StreamFlowTest {
    private static final Executor HERE = Runnable::run;

    private final MemoryStream.Pair pair = MemoryStream.pair(7, 1000);
    private final MemoryStream here = pair.here();
    private final MemoryStream there = pair.there();

    /** Keeps what it is told. */
    private static class Listening implements Flow.Subscriber<ByteBuffer> {
        Flow.Subscription subscription;
        final List<ByteBuffer> items = new ArrayList<>();
        Throwable failure;
        boolean complete;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ByteBuffer item) {
            items.add(item);
        }

        @Override
        public void onError(Throwable reason) {
            failure = reason;
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size);
    }

    @Test
    void noMoreThanOneChunkIsTakenAheadOfDemand() {
        Listening listening = new Listening();
        here.publisher(HERE, 10, 0).subscribe(listening);
        there.send(bytes(5000));
        assertThat(listening.items).isEmpty();
        assertThat(here.received()).isBetween(1L, 10L);
        listening.subscription.request(3);
        assertThat(listening.items).hasSize(3).allMatch(b -> b.remaining() >= 1 && b.remaining() <= 10);
        assertThat(here.received()).isLessThanOrEqualTo(40);
    }

    @Test
    void theEndIsToldWithoutDemandAndACancelAfterItStopsNothing() {
        Listening listening = new Listening();
        here.publisher(HERE, 10, 5).subscribe(listening);
        there.finish();
        assertThat(listening.complete).isTrue();
        listening.subscription.cancel();
        assertThat(here.stopCode()).isNull();
    }

    @Test
    void aResetIsToldWithoutDemandAndTyped() {
        Listening listening = new Listening();
        here.publisher(HERE, 10, 5).subscribe(listening);
        there.reset(77);
        assertThat(listening.failure)
                .isInstanceOfSatisfying(
                        QuicException.class, e -> assertThat(e.code()).isEqualTo(QuicErrorCode.application(77)));
        assertThat(listening.complete).isFalse();
    }

    @Test
    void aCancelStopsThePeerWithTheStatedCodeAndNothingFollows() {
        Listening listening = new Listening();
        here.publisher(HERE, 10, 5).subscribe(listening);
        there.send(bytes(100));
        listening.subscription.request(1);
        listening.subscription.cancel();
        listening.subscription.cancel();
        listening.subscription.request(10);
        assertThat(here.stopCode()).isEqualTo(5);
        assertThat(listening.items).hasSize(1);
        assertThat(listening.failure).isNull();
    }

    @Test
    void aSubscriberThatThrowsHasCancelled() {
        here.publisher(HERE, 10, 6).subscribe(new Listening() {
            @Override
            public void onNext(ByteBuffer item) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(1);
            }
        });
        there.send(bytes(1));
        assertThat(here.stopCode()).isEqualTo(6);
    }

    @Test
    void aSecondSubscriberIsRefusedAndTheFirstGoesOn() {
        Listening first = new Listening();
        Listening second = new Listening();
        Flow.Publisher<ByteBuffer> publisher = here.publisher(HERE, 10, 6);
        publisher.subscribe(first);
        publisher.subscribe(second);
        assertThat(second.failure).isInstanceOf(IllegalStateException.class);
        there.finish();
        assertThat(first.complete).isTrue();
    }

    @Test
    void anExecutorThatRefusesEndsItLoudly() {
        Listening listening = new Listening();
        boolean[] refuse = {false};
        here.publisher(
                        task -> {
                            if (refuse[0]) {
                                throw new RejectedExecutionException("full");
                            }
                            task.run();
                        },
                        10,
                        8)
                .subscribe(listening);
        refuse[0] = true;
        there.send(bytes(1));
        assertThat(listening.failure).isInstanceOf(RejectedExecutionException.class);
        assertThat(here.stopCode()).isEqualTo(8);
    }

    @Test
    void codesAndSizesAreCheckedBeforeTheyAreNeeded() {
        assertThatThrownBy(() -> here.publisher(HERE, 10, 1L << 31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.publisher(HERE, 10, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.publisher(HERE, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.subscriber(HERE, 1L << 31)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Counts what is asked of it. */
    private static final class Asked implements Flow.Subscription {
        long requested;
        int cancels;

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancels++;
        }
    }

    @Test
    void asMuchIsAskedForAsThePeerTakes() throws Exception {
        SendSubscriber<ByteBuffer> subscriber = here.subscriber(HERE, 0);
        Asked asked = new Asked();
        subscriber.onSubscribe(asked);
        assertThat(asked.requested).isEqualTo(2);
        subscriber.onNext(bytes(1000));
        assertThat(asked.requested).as("it fitted the window").isEqualTo(3);
        subscriber.onNext(bytes(1000));
        subscriber.onNext(bytes(1000));
        assertThat(asked.requested).as("the window is full").isEqualTo(3);
        there.receive(1000, 1000);
        assertThat(asked.requested).isEqualTo(4);
        subscriber.onComplete();
        assertThat(here.finished()).as("not before what was sent").isFalse();
        there.receive(1000, 1000);
        there.receive(1000, 1000);
        assertThat(here.finished()).isTrue();
        assertThat(subscriber.done()).isCompleted();
        assertThat(asked.requested).as("nothing is asked for after the end").isEqualTo(4);
    }

    @Test
    void aPublisherThatFailsResetsAndNeverFinishes() {
        SendSubscriber<ByteBuffer> subscriber = here.subscriber(HERE, 12);
        subscriber.onSubscribe(new Asked());
        subscriber.onNext(bytes(10));
        IllegalStateException reason = new IllegalStateException("on purpose");
        subscriber.onError(reason);
        subscriber.onComplete();
        assertThat(here.resetCode()).isEqualTo(12);
        assertThat(here.finished()).isFalse();
        assertThatThrownBy(subscriber.done()::get).cause().isSameAs(reason);
    }

    @Test
    void aPeerThatStopsCancelsThePublisherOnce() {
        SendSubscriber<ByteBuffer> subscriber = here.subscriber(HERE, 12);
        Asked asked = new Asked();
        subscriber.onSubscribe(asked);
        there.stopSending(3);
        subscriber.onNext(bytes(1));
        subscriber.onNext(bytes(1));
        assertThat(asked.cancels).isEqualTo(1);
        assertThat(asked.requested).isEqualTo(2);
        assertThat(here.finished()).isFalse();
        assertThatThrownBy(subscriber.done()::get).cause().isInstanceOf(QuicException.class);
    }

    @Test
    void aStopWhileTheLastBytesWaitIsNoGoodEnd() {
        SendSubscriber<ByteBuffer> subscriber = here.subscriber(HERE, 12);
        subscriber.onSubscribe(new Asked());
        subscriber.onNext(bytes(5000));
        subscriber.onComplete();
        there.stopSending(3);
        assertThat(here.finished()).isFalse();
        assertThatThrownBy(subscriber.done()::get).cause().isInstanceOf(QuicException.class);
    }
}
