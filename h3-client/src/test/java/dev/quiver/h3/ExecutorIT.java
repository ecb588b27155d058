package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The caller's code runs on the caller's executor, and what blocks there blocks nobody else. */
@QuiverServer
class ExecutorIT {
    @Test
    void handlersSubscribersAndDependents(TestServer server) throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, "callers-own"));
        try (H3Client client = Clients.builder(server).executor(executor).build()) {
            for (int i = 0; i < 20; i++) {
                client.sendAsync(Clients.get(server, "/bytes/100"), info -> {
                            threads.add(Thread.currentThread().getName());
                            return BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> {
                                threads.add(Thread.currentThread().getName());
                                return bytes;
                            });
                        })
                        .thenAccept(
                                response -> threads.add(Thread.currentThread().getName()))
                        .get(20, TimeUnit.SECONDS);
            }
            threads.remove(Thread.currentThread().getName());
            assertThat(threads).containsExactly("callers-own");
            assertThat(executor.isShutdown()).isFalse();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aDependentMayWaitForAnotherRequest(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            Clients.text(client, server, "/bytes/1");
            CompletableFuture<?>[] all = new CompletableFuture<?>[50];
            for (int i = 0; i < all.length; i++) {
                all[i] = client.sendAsync(Clients.get(server, "/bytes/10"), BodyHandlers.ofByteArray())
                        .thenApply(
                                first -> client.sendAsync(Clients.get(server, "/bytes/20"), BodyHandlers.ofByteArray())
                                        .thenApply(HttpResponse::body)
                                        .join())
                        .thenAccept(second -> assertThat(second).hasSize(20));
            }
            CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSingleThreadWillDo(TestServer server) throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try (H3Client client = Clients.builder(server).executor(single).build()) {
            CompletableFuture<?>[] all = new CompletableFuture<?>[50];
            for (int i = 0; i < all.length; i++) {
                all[i] = client.sendAsync(Clients.get(server, "/bytes/100000"), BodyHandlers.ofByteArray())
                        .thenAccept(response -> assertThat(response.body()).hasSize(100_000));
            }
            CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
        } finally {
            single.shutdownNow();
        }
    }
}
