package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * One way of a stream in memory: holds at most a window of bytes, cuts what is received at random, and completes futures
 * on whichever thread moves things, as a transport's thread would.
 */
final class MemoryPipe {
    private final Random cuts;
    private final int window;
    private final Queue<Sending> sends = new ArrayDeque<>();
    private final ArrayDeque<Byte> held = new ArrayDeque<>();
    private Receiving waiting;
    private boolean finishing;
    private boolean fin;
    private Long resetCode;
    private Long stopCode;
    private long taken;

    MemoryPipe(Random cuts, int window) {
        this.cuts = cuts;
        this.window = window;
    }

    private record Sending(ByteBuffer data, CompletableFuture<Void> sent) {}

    private record Receiving(int min, int max, CompletableFuture<Chunk> chunk) {}

    CompletableFuture<Void> send(ByteBuffer data) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        synchronized (this) {
            if (ended() != null) {
                return CompletableFuture.failedFuture(ended());
            }
            if (finishing) {
                return CompletableFuture.failedFuture(new IllegalStateException("the stream is finished"));
            }
            finishing = data == null;
            sends.add(new Sending(data, sent));
        }
        move();
        return sent;
    }

    CompletableFuture<Chunk> receive(int min, int max) {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException(min + ", " + max);
        }
        CompletableFuture<Chunk> chunk = new CompletableFuture<>();
        synchronized (this) {
            if (waiting != null && !waiting.chunk.isDone()) {
                return CompletableFuture.failedFuture(new IllegalStateException("a receive is waiting already"));
            }
            waiting = new Receiving(min, max, chunk);
        }
        move();
        return chunk;
    }

    void reset(long code) {
        synchronized (this) {
            if (fin && sends.isEmpty() || ended() != null) {
                return;
            }
            resetCode = code;
        }
        failAll();
    }

    void stop(long code) {
        synchronized (this) {
            if (fin && held.isEmpty() || ended() != null) {
                return;
            }
            stopCode = code;
        }
        failAll();
    }

    synchronized Long resetCode() {
        return resetCode;
    }

    synchronized Long stopCode() {
        return stopCode;
    }

    synchronized boolean finished() {
        return fin;
    }

    /** How many bytes a receive has been given. */
    synchronized long taken() {
        return taken;
    }

    /** How many bytes the window holds: sent and not received. */
    synchronized int held() {
        return held.size();
    }

    private QuicException ended() {
        Long code = resetCode != null ? resetCode : stopCode;
        return code == null
                ? null
                : new QuicException(
                        QuicException.Kind.STREAM_RESET,
                        ErrorScope.STREAM,
                        Origin.PEER,
                        QuicErrorCode.application(code),
                        RequestOutcome.UNKNOWN,
                        "the stream was reset or stopped",
                        null);
    }

    private void failAll() {
        List<CompletableFuture<?>> failed = new ArrayList<>();
        QuicException why;
        synchronized (this) {
            why = ended();
            sends.forEach(s -> failed.add(s.sent));
            sends.clear();
            held.clear();
            if (waiting != null) {
                failed.add(waiting.chunk);
                waiting = null;
            }
        }
        failed.forEach(f -> f.completeExceptionally(why));
    }

    private void move() {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            boolean moved = true;
            while (moved) {
                moved = takeIn(news) | giveOut(news);
            }
        }
        news.forEach(Runnable::run);
    }

    private boolean takeIn(List<Runnable> news) {
        Sending next = sends.peek();
        if (next == null) {
            return false;
        }
        boolean moved = false;
        while (next.data != null && next.data.hasRemaining() && held.size() < window) {
            held.add(next.data.get());
            moved = true;
        }
        if (next.data == null || !next.data.hasRemaining()) {
            sends.remove();
            fin |= next.data == null;
            news.add(() -> next.sent.complete(null));
            moved = true;
        }
        return moved;
    }

    private boolean giveOut(List<Runnable> news) {
        Receiving call = waiting;
        if (call == null) {
            return false;
        }
        if (ended() != null) {
            waiting = null;
            QuicException why = ended();
            news.add(() -> call.chunk.completeExceptionally(why));
            return true;
        }
        if (held.size() < call.min && !fin) {
            return false;
        }
        waiting = null;
        int most = Math.min(call.max, held.size());
        int size = most <= call.min ? most : call.min + cuts.nextInt(most - call.min + 1);
        ByteBuffer data = ByteBuffer.allocate(size);
        while (data.hasRemaining()) {
            data.put(held.remove());
        }
        taken += size;
        boolean last = fin && held.isEmpty() && sends.isEmpty();
        news.add(() -> call.chunk.complete(new Chunk(data.flip(), last)));
        return true;
    }
}
