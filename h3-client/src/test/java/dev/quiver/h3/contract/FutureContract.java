package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Futures: cancelling, what they fail with, and whose threads run what. */
interface FutureContract extends Ground {
    @Test
    default void cancellingEndsTheExchange() throws Exception {
        CompletableFuture<HttpResponse<String>> response =
                client().sendAsync(get("/endless?id=direct"), BodyHandlers.ofString());
        awaitSeen("GET /endless");
        response.cancel(true);
        Throwable thrown = catchThrowable(() -> response.get(30, TimeUnit.SECONDS));
        assertThat(thrown instanceof CancellationException ? thrown : thrown.getCause())
                .isInstanceOf(CancellationException.class);
        assertThat(response.isCompletedExceptionally()).isTrue();
        awaitGone("direct");
    }

    @Test
    default void cancellingADerivedFutureEndsTheExchange() throws Exception {
        CompletableFuture<HttpResponse<String>> response =
                client().sendAsync(get("/endless?id=derived"), BodyHandlers.ofString());
        CompletableFuture<String> derived =
                response.thenApply(HttpResponse::body).thenApply(String::strip);
        awaitSeen("GET /endless");
        derived.cancel(true);
        awaitGone("derived");
        assertThat(catchThrowable(() -> response.get(30, TimeUnit.SECONDS)))
                .isNotInstanceOf(java.util.concurrent.TimeoutException.class);
    }

    @Test
    default void cancellingWithoutInterruptLeavesTheExchange() throws Exception {
        AtomicBoolean whole = new AtomicBoolean();
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(1);
        CompletableFuture<HttpResponse<Integer>> response = client().sendAsync(
                        get("/bytes?n=100000"),
                        info -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> {
                            // Else it might be answered before it is cancelled.
                            await(cancelled);
                            whole.set(bytes.length == 100_000);
                            handled.countDown();
                            return bytes.length;
                        }));
        response.cancel(false);
        cancelled.countDown();
        assertThat(response.isCancelled()).isTrue();
        assertThat(handled.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(whole).isTrue();
    }

    @Test
    default void anInterruptEndsSend() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean(true);
        Thread sender = new Thread(() -> {
            thrown.set(catchThrowable(() -> client().send(get("/endless?id=interrupted"), BodyHandlers.ofString())));
            flag.set(Thread.currentThread().isInterrupted());
        });
        sender.start();
        awaitSeen("GET /endless");
        sender.interrupt();
        sender.join(30_000);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(flag).isFalse();
        awaitGone("interrupted");
    }

    @Test
    default void aFailureComesAsItself() {
        CompletableFuture<HttpResponse<String>> response = client().sendAsync(get("/broken"), BodyHandlers.ofString());
        assertThatThrownBy(response::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(java.io.IOException.class);
        assertThatThrownBy(response::get).hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    default void handlersAndSubscribersRunOnTheExecutor() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "callers-own");
            thread.setDaemon(true);
            return thread;
        });
        try {
            HttpClient client = built(builder().executor(executor));
            HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                    .POST(BodyPublishers.ofString("body"))
                    .build();
            HttpResponse.BodyHandler<byte[]> handler = info -> {
                threads.add(Thread.currentThread().getName());
                return BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> {
                    threads.add(Thread.currentThread().getName());
                    return bytes;
                });
            };
            client.sendAsync(request, handler).get(30, TimeUnit.SECONDS);
            // The JDK's client may have the thread that waits run a part of its own chain, or all of what was left of
            // it.
            Set<String> allowed = Set.of("callers-own", Thread.currentThread().getName());
            assertThat(threads).isNotEmpty().isSubsetOf(setup() == Setup.QUIVER_H3 ? Set.of("callers-own") : allowed);
            threads.clear();
            client.send(request, handler);
            if (has(Difference.SEND_ON_CALLER)) {
                assertThat(threads).containsExactly(Thread.currentThread().getName());
            } else {
                assertThat(threads).isNotEmpty().isSubsetOf(allowed);
            }
            assertThat(executor.isShutdown()).isFalse();
        } finally {
            executor.shutdown();
        }
    }

    @Test
    default void aSlowDependentHoldsUpNobody() throws Exception {
        // The JDK's client completes on the common pool, which may have but one thread.
        assumeTrue(quiver(), "the JDK's client may be held up");
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch registered = new CountDownLatch(1);
        CompletableFuture<Void> stuck = client().sendAsync(get("/text"), info -> {
                    await(registered);
                    return BodySubscribers.discarding();
                })
                .thenAccept(response -> {
                    await(blocked);
                });
        registered.countDown();
        for (int i = 0; i < 20; i++) {
            assertThat(text("/text").statusCode()).isEqualTo(200);
        }
        blocked.countDown();
        stuck.get(30, TimeUnit.SECONDS);
    }

    @Test
    default void pushHandlersAreAcceptedAndNotCalled() throws Exception {
        AtomicBoolean pushed = new AtomicBoolean();
        HttpResponse<String> response = client().sendAsync(
                        get("/text"), BodyHandlers.ofString(), (initiating, promise, acceptor) -> pushed.set(true))
                .get(30, TimeUnit.SECONDS);
        assertThat(response.body()).isEqualTo(Routes.TEXT);
        assertThat(client().sendAsync(get("/text"), BodyHandlers.ofString(), null)
                        .get(30, TimeUnit.SECONDS)
                        .body())
                .isEqualTo(Routes.TEXT);
        assertThat(pushed).isFalse();
    }

    @Test
    default void manyAtOnce() {
        CompletableFuture<?>[] all = new CompletableFuture<?>[60];
        for (int i = 0; i < all.length; i++) {
            int n = 1000 * i;
            all[i] = client().sendAsync(get("/bytes?n=" + n), BodyHandlers.ofByteArray())
                    .thenAccept(response -> assertThat(response.body()).hasSize(n));
        }
        CompletableFuture.allOf(all).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSeen(String request) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!routes().seen().contains(request)) {
            assertThat(System.nanoTime()).as("the server sees " + request).isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
