package dev.quiver.h3.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.wire.CallHandle;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResponseDeliveryTest {
    private final List<String> log = new ArrayList<>();
    private final Steps steps = new Steps();
    private final Subscriber subscriber = new Subscriber();
    private final ReadBudget budget = new ReadBudget(1L << 20);
    private final ResponseDelivery<String> delivery =
            new ResponseDelivery<>(new Owner(), new StepDeliverer(), null, budget);
    private boolean wanted = true;

    @BeforeEach
    void submit() {
        delivery.handle(new Handle());
    }

    @Test
    void aSmallResponseTakesOneTask() {
        subscriber.first = Long.MAX_VALUE;
        delivery.informational(new ResponseHead(103, new FieldLines()));
        delivery.head(head());
        delivery.data(bytes(3));
        delivery.data(bytes(4));
        delivery.ended();
        delivery.pause();
        assertThat(steps.tasks).hasSize(1);
        steps.runAll();
        assertThat(log).containsExactly("over", "103", "head", "subscribe", "body", "next 3+4", "complete");
        assertThat(delivery.trailers()).isCompleted();
        assertThat(budget.held()).isZero();
    }

    @Test
    void nothingIsHandedOverThatWasNotAskedFor() {
        delivery.head(head());
        delivery.data(bytes(3));
        delivery.pause();
        steps.runAll();
        assertThat(log).containsExactly("head", "subscribe", "body");
        subscriber.subscription.request(1);
        delivery.data(bytes(4));
        steps.runAll();
        assertThat(log).endsWith("next 3+4");
        delivery.data(bytes(5));
        delivery.ended();
        steps.runAll();
        assertThat(log).endsWith("next 3+4", "over");
        subscriber.subscription.request(1);
        steps.runAll();
        assertThat(log).endsWith("next 5", "complete");
    }

    @Test
    void readingStopsWhileMuchWaitsAndGoesOnWhenItIsTaken() {
        delivery.head(head());
        delivery.pause();
        steps.runAll();
        assertThat(delivery.data(bytes((int) ReadBudget.STREAM_HIGH - 1))).isTrue();
        assertThat(delivery.data(bytes(1))).isFalse();
        assertThat(log).doesNotContain("readOn");
        subscriber.subscription.request(1);
        steps.runAll();
        assertThat(log).contains("readOn");
        assertThat(delivery.data(bytes(1))).isTrue();
    }

    @Test
    void withManyStreamsEachHasLittleWaiting() {
        budget.take(1L << 20);
        delivery.head(head());
        delivery.pause();
        steps.runAll();
        assertThat(delivery.data(bytes((int) ReadBudget.STREAM_LOW))).isFalse();
    }

    @Test
    void aFailureComesBehindWhatWasAskedForAndAtOnceOtherwise() {
        delivery.head(head());
        delivery.pause();
        steps.runAll();
        subscriber.subscription.request(1);
        delivery.data(bytes(1));
        delivery.failed(Failures.of(Kind.TRUNCATED));
        steps.runAll();
        assertThat(log).endsWith("over", "next 1", "error TRUNCATED");

        assertThat(delivery.trailers()).isCompletedExceptionally();
        assertThat(budget.held()).isZero();
    }

    @Test
    void aFailureDoesNotWaitForDemand() {
        delivery.head(head());
        delivery.data(bytes(1));
        delivery.failed(Failures.of(Kind.TRUNCATED));
        steps.runAll();
        assertThat(log).endsWith("subscribe", "body", "error TRUNCATED");
        assertThat(budget.held()).isZero();
    }

    @Test
    void aFailureWithoutAHeadIsTheOwners() {
        delivery.failed(Failures.of(Kind.STREAM_RESET));
        steps.runAll();
        assertThat(log).containsExactly("over", "failed STREAM_RESET");
    }

    @Test
    void cancellingGivesTheCallUpAndNothingMoreIsTold() {
        delivery.head(head());
        delivery.data(bytes(9));
        delivery.pause();
        steps.runAll();
        subscriber.subscription.cancel();
        assertThat(log).endsWith("cancel H3_REQUEST_CANCELLED (0x10c)");
        assertThat(budget.held()).isZero();
        assertThat(delivery.data(bytes(1))).as("until the stream has heard").isTrue();
        delivery.failed(Failures.of(Kind.CANCELLED));
        subscriber.subscription.request(1);
        steps.runAll();
        assertThat(log).doesNotContain("error CANCELLED").endsWith("over", "failed CANCELLED");
    }

    @Test
    void anAbortReachesTheSubscriber() {
        delivery.head(head());
        delivery.pause();
        steps.runAll();
        delivery.abort(new HttpTimeoutException("late"));
        steps.runAll();
        assertThat(log).endsWith("cancel H3_REQUEST_CANCELLED (0x10c)", "error late");
        delivery.failed(Failures.of(Kind.CANCELLED));
        steps.runAll();
        assertThat(log).endsWith("error late", "over");
    }

    @Test
    void whatTheSubscriberThrowsEndsTheCall() {
        subscriber.first = 1;
        subscriber.thrown = new IllegalStateException("broken");
        delivery.head(head());
        delivery.data(bytes(1));
        delivery.pause();
        steps.runAll();
        assertThat(log).endsWith("next 1", "cancel H3_REQUEST_CANCELLED (0x10c)", "error broken", "thrown broken");
    }

    @Test
    void askingForNothingIsAnError() {
        delivery.head(head());
        delivery.pause();
        steps.runAll();
        subscriber.subscription.request(0);
        steps.runAll();
        assertThat(log).anyMatch(line -> line.startsWith("error") && line.contains("3.9"));
        assertThat(log).contains("cancel H3_REQUEST_CANCELLED (0x10c)");
    }

    @Test
    void aBodyThatNobodyWantsIsGivenUp() {
        wanted = false;
        delivery.head(head());
        delivery.data(bytes(1));
        delivery.pause();
        steps.runAll();
        assertThat(log).containsExactly("head", "cancel H3_REQUEST_CANCELLED (0x10c)");
        delivery.failed(Failures.of(Kind.CANCELLED));
        steps.runAll();
        assertThat(log).as("the owner has gone elsewhere").endsWith("over");
    }

    @Test
    void aBodyThatNobodyWantsButIsWholeIsNot() {
        wanted = false;
        delivery.head(head());
        delivery.ended();
        steps.runAll();
        assertThat(log).containsExactly("over", "head");
    }

    private static ResponseHead head() {
        return new ResponseHead(200, new FieldLines());
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    private final class StepDeliverer implements Deliverer {
        @Override
        public void deliverSoon(Runnable task, ScheduledExecutorService loop) {
            steps.execute(task);
        }

        @Override
        public void execute(Runnable task) {
            steps.execute(task);
        }
    }

    private final class Handle implements CallHandle {
        @Override
        public java.util.concurrent.CompletableFuture<Void> sendDatagram(java.nio.ByteBuffer payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.util.OptionalInt maxDatagram() {
            return java.util.OptionalInt.empty();
        }

        @Override
        public long unclaimedDatagrams() {
            return 0;
        }

        @Override
        public void readOn() {
            log.add("readOn");
        }

        @Override
        public void prioritise(Priority next) {}

        @Override
        public void cancel(H3ErrorCode code) {
            log.add("cancel " + code);
        }

        @Override
        public boolean bodyUntouched() {
            return true;
        }

        @Override
        public long requestBytes() {
            return 0;
        }
    }

    private final class Owner implements ResponseOwner<String> {
        @Override
        public void opened() {}

        @Override
        public void headReceived(ResponseHead head) {}

        @Override
        public H3Exception over(H3Exception failure) {
            log.add("over");
            return failure;
        }

        @Override
        public void informational(InformationalResponse response) {
            log.add("" + response.status());
        }

        @Override
        public BodySubscriber<String> subscriber(ResponseHead head) {
            log.add("head");
            return wanted ? subscriber : null;
        }

        @Override
        public void body(CompletionStage<String> body) {
            log.add("body");
        }

        @Override
        public void failed(IOException failure) {
            log.add("failed " + failure.getMessage());
        }

        @Override
        public void thrown(Throwable thrown) {
            log.add("thrown " + thrown.getMessage());
        }
    }

    private final class Subscriber implements BodySubscriber<String> {
        private Flow.Subscription subscription;
        private long first;
        private RuntimeException thrown;

        @Override
        public CompletionStage<String> getBody() {
            return new CompletableFuture<>();
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            log.add("subscribe");
            if (first > 0) {
                s.request(first);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            log.add("next "
                    + String.join(
                            "+", item.stream().map(b -> "" + b.remaining()).toList()));
            if (thrown != null) {
                throw thrown;
            }
        }

        @Override
        public void onError(Throwable t) {
            log.add("error " + t.getMessage());
        }

        @Override
        public void onComplete() {
            log.add("complete");
        }
    }
}
