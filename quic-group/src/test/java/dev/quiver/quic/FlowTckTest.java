package dev.quiver.quic;

import dev.quiver.quic.message.MessageFramer;
import dev.quiver.quic.message.MessageReceiver;
import dev.quiver.quic.message.MessageSender;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The Reactive Streams TCK over the publishers and subscribers of streams and of messages. */
class FlowTckTest {
    private static final TestEnvironment ENVIRONMENT = new TestEnvironment(1000, 50, false);
    private static final byte[] ONE_MESSAGE = {1, 42};
    /** What the TCK has no code for, and the optional rule of many subscribers: bytes come once. All else must pass. */
    private static final List<String> LEFT_OUT = List.of("untested_", "optional_spec111");

    @TestFactory
    Stream<DynamicContainer> publishers() {
        return Stream.of(
                verify(
                        "stream on the common pool",
                        new Publishers(
                                n -> new CountedStream(n, new byte[] {1}, true).publisher(), failed().publisher())),
                verify(
                        "stream, its end with the last bytes, on the thread that has the news",
                        new Publishers(
                                n -> new CountedStream(n, new byte[] {1, 2}, false).publisher(Runnable::run, 8, 0),
                                failed().publisher(Runnable::run, 8, 0))),
                verify(
                        "messages",
                        new Publishers(
                                n -> received(new CountedStream(n, ONE_MESSAGE, true))
                                        .publisher(),
                                received(failed()).publisher())));
    }

    @TestFactory
    Stream<DynamicContainer> subscribers() {
        return Stream.of(
                verify(
                        "stream",
                        new BlackBox(() -> MemoryStream.pair(1, 1 << 20).here().subscriber())),
                verify(
                        "messages",
                        new BlackBox(() -> MessageSender.over(
                                        MemoryStream.pair(1, 1 << 20).here(), MessageFramer.varintLength())
                                .subscriber())),
                verify("stream, from inside", new WhiteBox()));
    }

    private static MessageReceiver received(ReceiveStream stream) {
        return MessageReceiver.over(stream, MessageFramer.varintLength());
    }

    private static ReceiveStream failed() {
        MemoryStream.Pair pair = MemoryStream.pair(1, 10);
        pair.there().reset(1);
        return pair.here();
    }

    private static final class Publishers extends FlowPublisherVerification<ByteBuffer> {
        private final LongFunction<Flow.Publisher<ByteBuffer>> working;
        private final Flow.Publisher<ByteBuffer> failed;

        private Publishers(LongFunction<Flow.Publisher<ByteBuffer>> working, Flow.Publisher<ByteBuffer> failed) {
            super(ENVIRONMENT);
            this.working = working;
            this.failed = failed;
        }

        @Override
        public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
            return working.apply(elements);
        }

        @Override
        public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
            return failed;
        }
    }

    private static final class BlackBox extends FlowSubscriberBlackboxVerification<ByteBuffer> {
        private final Supplier<Flow.Subscriber<ByteBuffer>> subscriber;

        private BlackBox(Supplier<Flow.Subscriber<ByteBuffer>> subscriber) {
            super(ENVIRONMENT);
            this.subscriber = subscriber;
        }

        @Override
        public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
            return subscriber.get();
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.allocate(4).putInt(0, element);
        }
    }

    /** The subscriber between a publisher and the TCK's probe. */
    private static final class WhiteBox extends FlowSubscriberWhiteboxVerification<ByteBuffer> {
        private WhiteBox() {
            super(ENVIRONMENT);
        }

        @Override
        protected Flow.Subscriber<ByteBuffer> createFlowSubscriber(WhiteboxSubscriberProbe<ByteBuffer> probe) {
            SendSubscriber<ByteBuffer> probed =
                    MemoryStream.pair(1, 1 << 20).here().subscriber(ForkJoinPool.commonPool(), 0);
            return new Probed(probed, probe);
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.allocate(4).putInt(0, element);
        }

        private record Probed(Flow.Subscriber<ByteBuffer> to, WhiteboxSubscriberProbe<ByteBuffer> probe)
                implements Flow.Subscriber<ByteBuffer> {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                to.onSubscribe(subscription);
                probe.registerOnSubscribe(new SubscriberPuppet() {
                    @Override
                    public void triggerRequest(long elements) {
                        subscription.request(elements);
                    }

                    @Override
                    public void signalCancel() {
                        subscription.cancel();
                    }
                });
            }

            @Override
            public void onNext(ByteBuffer item) {
                to.onNext(item);
                probe.registerOnNext(item);
            }

            @Override
            public void onError(Throwable failure) {
                to.onError(failure);
                probe.registerOnError(failure);
            }

            @Override
            public void onComplete() {
                to.onComplete();
                probe.registerOnComplete();
            }
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
