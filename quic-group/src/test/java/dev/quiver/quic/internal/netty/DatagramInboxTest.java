package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.DatagramOptions.Overflow;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Which datagrams a slow receiver gets, loses, and how it learns of the end. */
class DatagramInboxTest {
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private final List<Object> told = new ArrayList<>();
    private Flow.Subscription subscription;

    private DatagramInbox inbox(int capacity, Overflow overflow) {
        return new DatagramInbox(new DatagramOptions(1, capacity, overflow), callbacks::add);
    }

    private void run() {
        for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
            next.run();
        }
    }

    private static void offer(DatagramInbox inbox, int... values) {
        for (int value : values) {
            inbox.offer(ByteBuffer.wrap(new byte[] {(byte) value}));
        }
    }

    private void subscribe(DatagramInbox inbox, long first) {
        callbacks.add(new DatagramSubscription(inbox, new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                if (first > 0) {
                    given.request(first);
                }
            }

            @Override
            public void onNext(ByteBuffer item) {
                told.add((int) item.get());
            }

            @Override
            public void onError(Throwable error) {
                told.add(error);
            }

            @Override
            public void onComplete() {
                told.add("complete");
            }
        })::start);
        run();
    }

    @Test
    void theOldestGoesFirst() {
        DatagramInbox inbox = inbox(2, Overflow.DROP_OLDEST);
        offer(inbox, 1, 2, 3, 4);
        subscribe(inbox, Long.MAX_VALUE);
        assertThat(told).containsExactly(3, 4);
        assertThat(inbox.dropped()).isEqualTo(2);
        assertThat(inbox.received()).isEqualTo(2);
    }

    @Test
    void theNewestGoesFirst() {
        DatagramInbox inbox = inbox(2, Overflow.DROP_NEWEST);
        offer(inbox, 1, 2, 3, 4);
        subscribe(inbox, Long.MAX_VALUE);
        assertThat(told).containsExactly(1, 2);
        assertThat(inbox.dropped()).isEqualTo(2);
        assertThat(inbox.received()).isEqualTo(2);
    }

    @Test
    void aSubscriberGetsWhatItAsksFor() {
        DatagramInbox inbox = inbox(10, Overflow.DROP_OLDEST);
        subscribe(inbox, 1);
        offer(inbox, 1, 2, 3, 4);
        run();
        assertThat(told).containsExactly(1);
        subscription.request(2);
        run();
        assertThat(told).containsExactly(1, 2, 3);
        subscription.cancel();
        subscription.request(5);
        run();
        assertThat(told).containsExactly(1, 2, 3);
        assertThat(inbox.dropped()).isZero();
    }

    @Test
    void theEndComesBehindWhatWaits() {
        DatagramInbox inbox = inbox(10, Overflow.DROP_OLDEST);
        offer(inbox, 1, 2);
        Exception cause = new Exception("gone");
        inbox.end(cause);
        offer(inbox, 3);
        subscribe(inbox, 1);
        assertThat(told).containsExactly(1);
        subscription.request(1);
        run();
        assertThat(told).containsExactly(1, 2, cause);
    }

    @Test
    void anEndOfThisSideCompletes() {
        DatagramInbox inbox = inbox(10, Overflow.DROP_OLDEST);
        subscribe(inbox, 0);
        inbox.end(null);
        run();
        assertThat(told).containsExactly("complete");
    }

    @Test
    void askingForNothingIsAnError() {
        DatagramInbox inbox = inbox(10, Overflow.DROP_OLDEST);
        subscribe(inbox, 0);
        subscription.request(0);
        offer(inbox, 1);
        run();
        assertThat(told).hasSize(1).first().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceiverThatFailsGetsTheNext() {
        DatagramInbox inbox = inbox(10, Overflow.DROP_OLDEST);
        inbox.receiver(
                new DatagramInbox.Receiver() {
                    @Override
                    public void next(ByteBuffer datagram) {
                        int value = datagram.get();
                        told.add(value);
                        if (value == 1) {
                            throw new IllegalStateException("of no matter");
                        }
                    }

                    @Override
                    public void end(Throwable failure) {}
                },
                Long.MAX_VALUE);
        offer(inbox, 1, 2);
        run();
        assertThat(told).containsExactly(1, 2);
    }
}
