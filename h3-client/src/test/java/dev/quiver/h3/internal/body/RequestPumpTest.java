package dev.quiver.h3.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.message.FieldLines;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class RequestPumpTest {
    private final Steps executor = new Steps();
    private int woken;

    @Test
    void asksOnTheExecutorOnlyAndForNoMoreThanIsAhead() {
        Scripted publisher = new Scripted(-1);
        RequestPump pump = pump(publisher);
        pump.start();
        assertThat(publisher.subscriber).isNull();
        executor.runAll();
        assertThat(publisher.requested).as("one, to learn its size").isEqualTo(1);
        publisher.next(16 << 10);
        assertThat(woken).isEqualTo(1);
        executor.runAll();
        pump.written(pump.poll().remaining());
        assertThat(publisher.requested).as("not on this thread").isEqualTo(1);
        executor.runAll();
        assertThat(publisher.requested).isEqualTo(33);
        for (int i = 0; i < 32; i++) {
            publisher.next(16 << 10);
        }
        executor.runAll();
        assertThat(publisher.requested).as("nothing was written").isEqualTo(33);
        for (int i = 0; i < 15; i++) {
            pump.written(pump.poll().remaining());
        }
        executor.runAll();
        assertThat(publisher.requested).as("less than half").isEqualTo(33);
        pump.written(pump.poll().remaining());
        executor.runAll();
        assertThat(publisher.requested).isEqualTo(49);
    }

    @Test
    void largeBuffersAreAskedForOneByOne() {
        Scripted publisher = new Scripted(-1);
        RequestPump pump = pump(publisher);
        pump.start();
        executor.runAll();
        publisher.next(4 << 20);
        executor.runAll();
        assertThat(publisher.requested).isEqualTo(1);
        pump.written(pump.poll().remaining());
        executor.runAll();
        assertThat(publisher.requested).isEqualTo(2);
    }

    @Test
    void endsWhenAllWasTaken() {
        RequestPump pump = pump(BodyPublishers.ofString("hello"));
        pump.start();
        executor.runAll();
        assertThat(pump.exhausted()).isFalse();
        assertThat(pump.poll().remaining()).isEqualTo(5);
        assertThat(pump.exhausted()).isTrue();
        assertThat(pump.failure()).isNull();
    }

    @Test
    void tooMuchAndTooLittleAreFailures() {
        Scripted much = new Scripted(3);
        RequestPump pump = pump(much);
        pump.start();
        executor.runAll();
        much.next(4);
        assertThat(pump.failure()).hasMessageContaining("Too many bytes");
        assertThat(pump.poll()).isNull();
        assertThat(much.cancelled).isTrue();

        Scripted little = new Scripted(3);
        pump = pump(little);
        pump.start();
        executor.runAll();
        little.next(2);
        little.subscriber.onComplete();
        assertThat(pump.failure()).hasMessageContaining("Too few bytes").hasMessageContaining("2/3");
        assertThat(pump.exhausted()).isFalse();
    }

    @Test
    void failuresOfThePublisherAreKept() {
        Scripted publisher = new Scripted(-1);
        RequestPump pump = pump(publisher);
        pump.start();
        executor.runAll();
        publisher.next(2);
        IllegalStateException cause = new IllegalStateException("no more");
        publisher.subscriber.onError(cause);
        assertThat(pump.failure()).hasCause(cause);
        assertThat(pump.poll()).as("what came before is not sent").isNull();
        publisher.subscriber.onComplete();
        assertThat(pump.exhausted()).isFalse();

        pump = pump(new Scripted(-1) {
            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> s) {
                throw cause;
            }
        });
        pump.start();
        executor.runAll();
        assertThat(pump.failure()).hasCause(cause);
    }

    @Test
    void cancellingReachesThePublisher() {
        Scripted publisher = new Scripted(-1);
        RequestPump pump = pump(publisher);
        pump.start();
        executor.runAll();
        pump.cancel();
        executor.runAll();
        assertThat(publisher.cancelled).isTrue();
        publisher.next(1);
        assertThat(pump.poll()).isNull();

        Scripted late = new Scripted(-1);
        pump = pump(late);
        pump.start();
        pump.cancel();
        executor.runAll();
        assertThat(late.cancelled).as("before it was subscribed to").isTrue();
        assertThat(late.requested).isZero();
    }

    @Test
    void trailersAreAskedForOnTheExecutorWhenTheBodyHasEnded() {
        Scripted publisher = new Scripted(2);
        List<String> asked = new ArrayList<>();
        RequestPump pump = new RequestPump(
                publisher,
                () -> {
                    asked.add("asked");
                    FieldLines lines = new FieldLines();
                    lines.add("x-end", "1");
                    return lines;
                },
                executor,
                () -> woken++);
        pump.start();
        executor.runAll();
        publisher.next(2);
        executor.runAll();
        assertThat(asked).isEmpty();
        publisher.subscriber.onComplete();
        assertThat(asked).as("not on the publisher's thread").isEmpty();
        pump.poll();
        assertThat(pump.exhausted()).as("the trailers are missing").isFalse();
        executor.runAll();
        assertThat(asked).hasSize(1);
        assertThat(pump.exhausted()).isTrue();
        assertThat(pump.trailers().first("x-end")).isEqualTo("1");
    }

    @Test
    void trailersThatCannotBeHadFailTheBody() {
        Scripted publisher = new Scripted(-1);
        IllegalStateException cause = new IllegalStateException("no digest");
        RequestPump pump = new RequestPump(
                publisher,
                () -> {
                    throw cause;
                },
                executor,
                () -> woken++);
        pump.start();
        executor.runAll();
        publisher.subscriber.onComplete();
        executor.runAll();
        assertThat(pump.failure()).hasCause(cause);
        assertThat(pump.exhausted()).isFalse();
    }

    private RequestPump pump(BodyPublisher publisher) {
        return new RequestPump(publisher, null, executor, () -> woken++);
    }

    private static class Scripted implements BodyPublisher, Flow.Subscription {
        private final long length;
        Flow.Subscriber<? super ByteBuffer> subscriber;
        long requested;
        boolean cancelled;

        Scripted(long length) {
            this.length = length;
        }

        void next(int bytes) {
            subscriber.onNext(ByteBuffer.allocate(bytes));
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> s) {
            subscriber = s;
            s.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
