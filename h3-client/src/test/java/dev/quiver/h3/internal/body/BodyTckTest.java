package dev.quiver.h3.internal.body;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.wire.CallHandle;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The Reactive Streams TCK over what publishes response bodies and what subscribes to request bodies. */
class BodyTckTest {
    private static final TestEnvironment ENVIRONMENT = new TestEnvironment(1000, 50, false);
    /** What the TCK has no code for, and the optional rule of many subscribers: a response has one. */
    private static final List<String> LEFT_OUT = List.of("untested_", "optional_spec111");

    @TestFactory
    DynamicContainer responses() {
        return verify("response bodies", new Responses());
    }

    @TestFactory
    DynamicContainer requests() {
        return verify("request bodies", new Requests());
    }

    private static final class Requests extends FlowSubscriberBlackboxVerification<ByteBuffer> {
        private Requests() {
            super(ENVIRONMENT);
        }

        @Override
        public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
            AtomicReference<RequestPump> pump = new AtomicReference<>();
            RequestPump made = new RequestPump(
                    BodyPublishers.fromPublisher(BodyPublishers.noBody()), null, ForkJoinPool.commonPool(), () -> {
                        RequestPump woken = pump.get();
                        for (ByteBuffer next = woken.poll(); next != null; next = woken.poll()) {
                            woken.written(next.remaining());
                        }
                    });
            pump.set(made);
            return made;
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.allocate(4).putInt(0, element);
        }
    }

    private static final class Responses extends FlowPublisherVerification<List<ByteBuffer>> {
        private Responses() {
            super(ENVIRONMENT);
        }

        @Override
        public Flow.Publisher<List<ByteBuffer>> createFlowPublisher(long elements) {
            return new Fed(elements, null);
        }

        @Override
        public Flow.Publisher<List<ByteBuffer>> createFailedFlowPublisher() {
            return new Fed(0, Failures.of(H3Exception.Kind.STREAM_RESET));
        }
    }

    /** A response whose pieces come one by one: what waits together would go together. */
    private record Fed(long elements, H3Exception failure) implements Flow.Publisher<List<ByteBuffer>> {
        @Override
        public void subscribe(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
            Objects.requireNonNull(subscriber);
            Feeding feeding = new Feeding(subscriber, elements);
            feeding.delivery.handle(new NoHandle());
            feeding.delivery.head(new ResponseHead(200, new FieldLines()));
            if (failure != null) {
                feeding.delivery.pause();
                feeding.delivery.failed(failure);
            } else {
                feeding.next();
            }
            feeding.delivery.pause();
        }
    }

    private static final class Feeding implements BodySubscriber<Void>, ResponseOwner<Void>, Deliverer {
        private final Flow.Subscriber<? super List<ByteBuffer>> subscriber;
        private final ResponseDelivery<Void> delivery =
                new ResponseDelivery<>(this, this, null, new ReadBudget(1L << 20));
        private long left;

        Feeding(Flow.Subscriber<? super List<ByteBuffer>> subscriber, long elements) {
            this.subscriber = subscriber;
            this.left = elements;
        }

        void next() {
            if (left-- > 0) {
                delivery.data(ByteBuffer.allocate(1));
            } else {
                delivery.ended();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            next();
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable cause) {
            subscriber.onError(cause);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }

        @Override
        public CompletionStage<Void> getBody() {
            return new CompletableFuture<>();
        }

        @Override
        public BodySubscriber<Void> subscriber(ResponseHead head) {
            return this;
        }

        @Override
        public void execute(Runnable task) {
            ForkJoinPool.commonPool().execute(task);
        }

        @Override
        public void deliverSoon(Runnable task, ScheduledExecutorService loop) {
            execute(task);
        }

        @Override
        public void opened() {}

        @Override
        public void headReceived(ResponseHead head) {}

        @Override
        public H3Exception over(H3Exception failure) {
            return failure;
        }

        @Override
        public void informational(InformationalResponse response) {}

        @Override
        public void body(CompletionStage<Void> body) {}

        @Override
        public void failed(IOException failure) {}

        @Override
        public void thrown(Throwable thrown) {}
    }

    private static final class NoHandle implements CallHandle {
        @Override
        public CompletableFuture<Void> sendDatagram(ByteBuffer payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalInt maxDatagram() {
            return OptionalInt.empty();
        }

        @Override
        public long unclaimedDatagrams() {
            return 0;
        }

        @Override
        public void readOn() {}

        @Override
        public void prioritise(Priority next) {}

        @Override
        public void cancel(H3ErrorCode code) {}

        @Override
        public boolean bodyUntouched() {
            return true;
        }

        @Override
        public long requestBytes() {
            return 0;
        }
    }

    private static DynamicContainer verify(String name, Object verification) {
        return DynamicContainer.dynamicContainer(
                name,
                Arrays.stream(verification.getClass().getMethods())
                        .filter(m -> m.isAnnotationPresent(Test.class) && !m.isBridge())
                        .filter(m -> LEFT_OUT.stream().noneMatch(m.getName()::startsWith))
                        .sorted(Comparator.comparing(Method::getName))
                        .map(m -> DynamicTest.dynamicTest(m.getName(), () -> run(verification, m))));
    }

    private static void run(Object verification, Method rule) throws Throwable {
        try {
            prepare(verification, BeforeClass.class);
            prepare(verification, BeforeMethod.class);
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            prepare(verification, AfterClass.class);
        }
    }

    private static void prepare(Object verification, Class<? extends Annotation> kind) throws Exception {
        for (Method each : verification.getClass().getMethods()) {
            if (each.isAnnotationPresent(kind)) {
                each.invoke(verification);
            }
        }
    }
}
