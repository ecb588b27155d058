package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Body subscribers of the caller's own: what they may rely on, and what becomes of their mistakes. */
interface SubscriberContract extends Ground {
    @Test
    default void signalsComeInOrderAndOneAtATime() throws Exception {
        Scripted subscriber = new Scripted();
        assertThat(client().send(get("/bytes?n=500000"), info -> subscriber).body())
                .isEqualTo("done");
        assertThat(subscriber.signals.get(0)).isEqualTo("subscribe");
        assertThat(subscriber.signals.get(subscriber.signals.size() - 1)).isEqualTo("complete");
        assertThat(subscriber.signals.subList(1, subscriber.signals.size() - 1)).containsOnly("next");
        assertThat(subscriber.bytes).isEqualTo(500_000);
        assertThat(subscriber.overlaps.get()).isZero();
        assertThat(subscriber.writable).as("buffers are read-only").isFalse();
    }

    @Test
    default void nothingComesThatWasNotAskedFor() throws Exception {
        Scripted subscriber = new Scripted();
        subscriber.greedy = false;
        var response = client().sendAsync(get("/bytes?n=200000"), info -> subscriber);
        subscriber.subscribed.get(30, TimeUnit.SECONDS);
        int asked = 0;
        while (!response.isDone()) {
            assertThat(subscriber.items.get()).isLessThanOrEqualTo(asked);
            asked++;
            int before = subscriber.items.get();
            subscriber.subscription.request(1);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (subscriber.items.get() == before && !response.isDone() && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        assertThat(response.join().body()).isEqualTo("done");
        assertThat(subscriber.bytes).isEqualTo(200_000);
    }

    @Test
    default void askingForNothingIsAnError() {
        Scripted subscriber = new Scripted();
        subscriber.first = 0;
        Throwable thrown = catchThrowable(() ->
                client().sendAsync(get("/bytes?n=200000"), info -> subscriber).get(30, TimeUnit.SECONDS));
        assertThat(Ground.unwrapped(thrown)).isInstanceOfAny(IOException.class, IllegalArgumentException.class);
        assertThat(subscriber.error).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void anEmptyBodyCompletesWithoutDemand() throws Exception {
        Scripted subscriber = new Scripted();
        subscriber.greedy = false;
        client().sendAsync(get("/empty"), info -> subscriber).get(30, TimeUnit.SECONDS);
        assertThat(subscriber.signals).startsWith("subscribe").endsWith("complete");
    }

    @Test
    default void aResponseStartsBeforeItsBodyEnds() throws Exception {
        CompletableFuture<String> early = CompletableFuture.completedFuture("early");
        Scripted subscriber = new Scripted();
        subscriber.body = early;
        var response =
                client().sendAsync(get("/head-then-never"), info -> subscriber).get(30, TimeUnit.SECONDS);
        assertThat(response.body()).isEqualTo("early");
        subscriber.subscribed.get(30, TimeUnit.SECONDS);
        subscriber.subscription.cancel();
    }

    @Test
    default void cancellingEndsTheResponseAndNothingComesAfter() throws Exception {
        Scripted subscriber = new Scripted();
        subscriber.body = CompletableFuture.completedFuture("enough");
        subscriber.cancelAt = 3;
        var response = client().sendAsync(get("/endless?id=cancelled"), info -> subscriber);
        Throwable thrown = catchThrowable(
                () -> assertThat(response.get(30, TimeUnit.SECONDS).body()).isEqualTo("enough"));
        if (thrown != null) {
            // Over HTTP/2 the JDK's client may see the end of the stream before it has answered.
            assertThat(setup()).isIn(Setup.JDK_HTTP_2, Setup.QUIVER_TCP);
            assertThat(Ground.unwrapped(thrown)).isInstanceOf(IOException.class).hasMessageContaining("cancelled");
        }
        awaitGone("cancelled");
        assertThat(subscriber.signals).doesNotContain("complete");
        assertThat(text("/text").body()).isEqualTo(Routes.TEXT);
    }

    @Test
    default void aHandlerThatThrowsFailsTheExchange() throws Exception {
        RuntimeException own = new IllegalStateException("no handler");
        Throwable thrown = catchThrowable(() -> client().send(get("/text"), info -> {
            throw own;
        }));
        assertThat(thrown).isInstanceOf(IOException.class).hasRootCause(own);
        Throwable async = catchThrowable(() -> client().sendAsync(get("/text"), info -> {
                    throw own;
                })
                .get(30, TimeUnit.SECONDS));
        assertThat(Ground.unwrapped(async)).isSameAs(own);
        assertThat(text("/text").statusCode()).isEqualTo(200);
    }

    @Test
    default void aHandlerThatGivesNoSubscriberFailsTheExchange() throws Exception {
        // There the JDK's client never answers.
        assumeTrue(setup() != Setup.JDK_HTTP_1_1, "the JDK's client waits for ever over HTTP/1.1");
        Throwable thrown = catchThrowable(
                () -> client().sendAsync(get("/text"), info -> null).get(30, TimeUnit.SECONDS));
        assertThat(Ground.unwrapped(thrown)).isInstanceOf(NullPointerException.class);
        assertThat(text("/text").statusCode()).isEqualTo(200);
    }

    @Test
    default void aSubscriberThatThrowsFailsTheExchange() throws Exception {
        for (String where : List.of("subscribe", "next", "complete")) {
            Scripted subscriber = new Scripted();
            subscriber.throwIn = where;
            Throwable thrown = catchThrowable(() -> client().sendAsync(get("/bytes?n=100000"), info -> subscriber)
                    .get(30, TimeUnit.SECONDS));
            assertThat(thrown).as(where).isNotInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(Ground.unwrapped(thrown)).as(where).hasMessageContaining("thrown in " + where);
        }
        assertThat(text("/text").statusCode()).isEqualTo(200);
    }

    @Test
    default void aBodyThatFailsFailsTheExchange() throws Exception {
        Scripted subscriber = new Scripted();
        subscriber.body = CompletableFuture.failedFuture(new IOException("the caller's own"));
        Throwable thrown = catchThrowable(
                () -> client().sendAsync(get("/text"), info -> subscriber).get(30, TimeUnit.SECONDS));
        assertThat(Ground.unwrapped(thrown)).isInstanceOf(IOException.class).hasMessageContaining("the caller's own");
        Scripted again = new Scripted();
        again.body = subscriber.body;
        Throwable sent = catchThrowable(() -> client().send(get("/text"), info -> again));
        assertThat(sent).isInstanceOf(IOException.class).hasMessageContaining("the caller's own");
    }

    @Test
    default void aResponseThatBreaksOffIsAnError() throws Exception {
        Scripted subscriber = new Scripted();
        Throwable thrown = catchThrowable(
                () -> client().sendAsync(get("/broken"), info -> subscriber).get(30, TimeUnit.SECONDS));
        assertThat(Ground.unwrapped(thrown)).isInstanceOf(IOException.class);
        if (setup() == Setup.QUIVER_H3 && !subscriber.signals.isEmpty()) {
            assertThat(subscriber.error).isInstanceOf(IOException.class);
        }
        assertThat(text("/text").statusCode()).isEqualTo(200);
    }

    /** Does as it is told, and keeps a record. */
    final class Scripted implements BodySubscriber<String> {
        final List<String> signals = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> subscribed = new CompletableFuture<>();
        final AtomicInteger items = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        volatile CompletionStage<String> body = new CompletableFuture<>();
        volatile Flow.Subscription subscription;
        volatile Throwable error;
        volatile long bytes;
        volatile boolean writable;
        boolean greedy = true;
        long first = 1;
        int cancelAt = -1;
        String throwIn = "";

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            signals.add("subscribe");
            subscription = given;
            subscribed.complete(null);
            perhaps("subscribe");
            if (greedy) {
                given.request(first);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            signals.add("next");
            perhaps("next");
            for (ByteBuffer buffer : new ArrayList<>(item)) {
                writable |= !buffer.isReadOnly();
                bytes += buffer.remaining();
            }
            inside.decrementAndGet();
            if (items.incrementAndGet() == cancelAt) {
                subscription.cancel();
            } else if (greedy) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable cause) {
            signals.add("error");
            error = cause;
            body.toCompletableFuture().completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
            perhaps("complete");
            body.toCompletableFuture().complete("done");
        }

        private void perhaps(String where) {
            if (throwIn.equals(where)) {
                throw new IllegalStateException("thrown in " + where);
            }
        }
    }
}
