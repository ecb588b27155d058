package dev.quiver.h3;

import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One life of a few clients under all that their callers may do; keeps account of what went wrong. */
final class LoopStressRound {
    private static final int WAITING = 3;
    private static final int TELLING = 3;
    private static final int CALLS = 60;
    static final int BODY = 700;
    private static final long PATIENCE_SECONDS = 60;

    private final Random random;
    private final TestServer server;
    private final TestServer other;
    private final List<H3Client> clients = new ArrayList<>();
    private final ExecutorService named = Executors.newCachedThreadPool();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> told = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<?>> ends = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean closing;
    private volatile boolean over;

    LoopStressRound(long seed, TestServer server, TestServer other) {
        this.random = new Random(seed);
        this.server = server;
        this.other = other;
    }

    List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    void run() throws Exception {
        H3Client.Builder builder = H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root(), other.root()))
                .followRedirects(Redirect.ALWAYS)
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
        clients.add(builder.build());
        clients.add(builder.build());
        clients.add(builder.executor(named).build());
        List<Thread> waiting = new ArrayList<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            Random own = new Random(random.nextLong());
            waiting.add(new Thread(() -> waitFor(own), "waiting"));
        }
        all.addAll(waiting);
        for (int i = 0; i < TELLING; i++) {
            Random own = new Random(random.nextLong());
            all.add(new Thread(() -> beTold(own), "telling"));
        }
        Random own = new Random(random.nextLong());
        Thread nuisance = new Thread(() -> interrupt(waiting, own), "nuisance");
        all.forEach(Thread::start);
        nuisance.start();
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(200_000_000));
            closing = true;
            clients.get(0).shutdownNow();
        }
        for (Thread caller : all) {
            joined(caller);
        }
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception late) {
            wrongs.add("not all calls ended: " + late);
        }
        over = true;
        joined(nuisance);
        for (H3Client client : clients) {
            client.shutdown();
            check(client.awaitTermination(Duration.ofSeconds(PATIENCE_SECONDS)), "a client does not end");
        }
        named.shutdown();
        check(named.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS), "the executor has work left");
        check(begun.get() == ended.get(), begun + " calls began and " + ended + " ended");
    }

    private void joined(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        check(!thread.isAlive(), thread.getName() + " does not end: " + List.of(thread.getStackTrace()));
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            wrongs.add(wrong);
        }
    }

    private H3Client client(Random own) {
        return clients.get(own.nextInt(clients.size()));
    }

    private HttpRequest request(Random own) {
        int kind = own.nextInt(100);
        String path = "/bytes/" + BODY;
        if (kind == 0) {
            path = "/leave";
        } else if (kind < 5) {
            path = "/redirect?to=" + other.uri("/bytes/" + BODY);
        } else if (kind < 8) {
            path = "/slow?bytes=" + BODY + "&chunk=100&delayMs=1";
        }
        return HttpRequest.newBuilder(server.uri(path)).build();
    }

    private void answered(HttpResponse<byte[]> response) {
        check(response.statusCode() == 200, "status " + response.statusCode() + " of " + response.uri());
        check(response.body().length == BODY, response.body().length + " bytes");
    }

    // ---- who waits in send

    private void waitFor(Random own) {
        for (int i = 0; i < CALLS; i++) {
            send(client(own), request(own));
            if (own.nextInt(4) == 0) {
                LockSupport.parkNanos(own.nextInt(2_000_000));
            }
        }
    }

    private void send(H3Client client, HttpRequest request) {
        begun.incrementAndGet();
        try {
            answered(client.send(request, BodyHandlers.ofByteArray()));
        } catch (InterruptedException stop) {
            check(!Thread.currentThread().isInterrupted() || !over, "interrupted twice");
        } catch (IOException failed) {
            known(failed);
        } catch (Throwable wrong) {
            wrongs.add("sending failed by " + wrong);
        }
        ended.incrementAndGet();
    }

    private void known(Throwable failed) {
        String message = String.valueOf(failed.getMessage());
        check(
                failed instanceof H3Exception
                        || failed instanceof CancellationException
                        || closing && (message.contains("closed") || message.contains("cancelled")),
                "failed by " + failed);
    }

    // ---- who is told

    private void beTold(Random own) {
        List<CompletableFuture<?>> before = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            CompletableFuture<HttpResponse<byte[]>> response;
            begun.incrementAndGet();
            int manners = own.nextInt(14);
            H3Client next = client(own);
            HttpRequest following = request(own);
            CompletableFuture<?> elder = before.isEmpty() ? null : before.get(own.nextInt(before.size()));
            response = client(own).sendAsync(request(own), BodyHandlers.ofByteArray());
            AtomicInteger times = new AtomicInteger();
            CompletableFuture<?> end = response.handle((whole, failure) -> {
                check(times.incrementAndGet() == 1, "told twice");
                if (failure == null) {
                    answered(whole);
                } else {
                    known(failure instanceof CompletionException ? failure.getCause() : failure);
                }
                try {
                    behave(manners, next, following, elder);
                } finally {
                    ended.incrementAndGet();
                }
                return null;
            });
            ends.add(end.exceptionally(thrown -> null));
            before.add(response.exceptionally(failure -> null));
            if (own.nextInt(8) == 0) {
                response.cancel(true);
            }
            if (own.nextInt(3) == 0) {
                LockSupport.parkNanos(own.nextInt(1_500_000));
            }
        }
    }

    /** What callers do where they are told. */
    private void behave(int manners, H3Client next, HttpRequest following, @Nullable CompletableFuture<?> elder) {
        told.add(Thread.currentThread());
        switch (manners) {
            case 0 -> LockSupport.parkNanos(3_000_000);
            case 1 -> send(next, following);
            case 2 -> Thread.currentThread().interrupt();
            case 3 -> throw new IllegalStateException("thrown for the test");
            case 4, 5 -> {
                if (elder != null) {
                    elder.join();
                }
            }
            case 6 -> {
                begun.incrementAndGet();
                ends.add(next.sendAsync(following, BodyHandlers.ofByteArray()).handle((whole, failure) -> {
                    ended.incrementAndGet();
                    return null;
                }));
            }
            default -> {
                // Most only look.
            }
        }
    }

    // ---- who interrupts

    private void interrupt(List<Thread> waiting, Random own) {
        while (!over) {
            Thread victim = own.nextInt(3) == 0 ? told.poll() : waiting.get(own.nextInt(WAITING));
            if (victim != null) {
                victim.interrupt();
            }
            LockSupport.parkNanos(1_000_000 + own.nextInt(4_000_000));
        }
    }
}
