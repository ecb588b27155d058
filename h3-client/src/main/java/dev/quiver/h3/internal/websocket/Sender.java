package dev.quiver.h3.internal.websocket;

import dev.quiver.h3.internal.tunnel.Pipe;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a WebSocket: one data message at a time, cut into frames, with control frames between them. Safe
 * to use from any thread.
 */
final class Sender {
    private static final int MAX_CONTROL = 125;

    private final WebSocket webSocket;
    private final Pipe pipe;
    private final Executor executor;
    private final FrameWriter frames = new FrameWriter(new SecureRandom());
    private final @Nullable Deflation deflation;

    // Guarded by this.
    private boolean dataPending;
    private boolean controlPending;
    private boolean pongUnderWay;
    private @Nullable ByteBuffer pong;
    /** The opcode of a message of which more is to come, or -1. */
    private int continuing = -1;

    private boolean closed;
    private boolean finishing;
    private boolean closeQueued;
    private CompletableFuture<Void> data = CompletableFuture.completedFuture(null);

    Sender(WebSocket webSocket, Pipe pipe, Executor executor, @Nullable Deflation deflation) {
        this.webSocket = webSocket;
        this.pipe = pipe;
        this.executor = executor;
        this.deflation = deflation;
    }

    synchronized boolean closed() {
        return closed;
    }

    // ---- messages

    CompletableFuture<WebSocket> message(int opcode, Outgoing content, boolean last) {
        CompletableFuture<WebSocket> done = new CompletableFuture<>();
        CompletableFuture<Void> whole = new CompletableFuture<>();
        synchronized (this) {
            if (dataPending) {
                done.completeExceptionally(new IllegalStateException("a send is pending: wait for its future"));
                return done;
            }
            if (continuing >= 0 && continuing != opcode) {
                done.completeExceptionally(
                        new IllegalStateException("the last message has not ended, and is of the other kind"));
                return done;
            }
            if (closed) {
                done.completeExceptionally(outputClosed());
                return done;
            }
            dataPending = true;
            data = whole;
        }
        frames(opcode, content, last, done, whole);
        return done;
    }

    private static IOException outputClosed() {
        return new IOException("this side of the WebSocket is closed");
    }

    private void frames(
            int opcode,
            Outgoing content,
            boolean last,
            CompletableFuture<WebSocket> done,
            CompletableFuture<Void> whole) {
        Thread caller = Thread.currentThread();
        while (true) {
            CompletableFuture<Void> taken;
            boolean end;
            synchronized (this) {
                ByteBuffer payload = content.next();
                end = content.exhausted();
                boolean fin = end && last;
                boolean begins = continuing < 0;
                boolean compressed = deflation != null;
                if (deflation != null) {
                    payload = deflation.compress(payload, fin);
                }
                taken = pipe.send(
                        frames.frame(begins ? opcode : Opcode.CONTINUATION, fin, compressed && begins, payload));
                continuing = fin ? -1 : opcode;
            }
            if (end) {
                taken.whenComplete((v, error) -> {
                    synchronized (this) {
                        dataPending = false;
                    }
                    whole.complete(null);
                    complete(done, error, caller);
                });
                return;
            }
            if (!taken.isDone() || taken.isCompletedExceptionally()) {
                taken.whenComplete((v, error) -> {
                    if (error == null) {
                        run(() -> frames(opcode, content, last, done, whole));
                    } else {
                        synchronized (this) {
                            dataPending = false;
                        }
                        whole.complete(null);
                        complete(done, error, caller);
                    }
                });
                return;
            }
        }
    }

    // ---- control frames

    /** A Ping or a Pong of the user's. */
    CompletableFuture<WebSocket> control(int opcode, ByteBuffer payload) {
        CompletableFuture<WebSocket> done = new CompletableFuture<>();
        if (payload.remaining() > MAX_CONTROL) {
            done.completeExceptionally(new IllegalArgumentException(
                    "a Ping or Pong holds at most 125 bytes, not " + payload.remaining() + " (RFC 6455 §5.5)"));
            return done;
        }
        CompletableFuture<Void> taken;
        synchronized (this) {
            if (controlPending) {
                done.completeExceptionally(new IllegalStateException("a Ping or Pong is pending: wait for its future"));
                return done;
            }
            if (closed) {
                done.completeExceptionally(outputClosed());
                return done;
            }
            controlPending = true;
            taken = pipe.send(frames.frame(opcode, true, false, payload));
        }
        Thread caller = Thread.currentThread();
        taken.whenComplete((v, error) -> {
            synchronized (this) {
                controlPending = false;
            }
            complete(done, error, caller);
        });
        return done;
    }

    /** Answers a Ping. Of several that came while nothing could be sent, the last is answered (RFC 6455 §5.5.3). */
    void answer(ByteBuffer payload) {
        synchronized (this) {
            pong = payload;
            if (pongUnderWay) {
                return;
            }
            pongUnderWay = true;
        }
        nextPong();
    }

    private void nextPong() {
        CompletableFuture<Void> taken;
        synchronized (this) {
            ByteBuffer payload = pong;
            pong = null;
            if (payload == null || closed) {
                pongUnderWay = false;
                return;
            }
            taken = pipe.send(frames.frame(Opcode.PONG, true, false, payload));
        }
        taken.whenComplete((v, error) -> nextPong());
    }

    /**
     * Closes this side, behind the message under way.
     *
     * @return null if it is closed already
     */
    @Nullable
    CompletableFuture<WebSocket> close(int code, String reason) {
        CompletableFuture<Void> before;
        synchronized (this) {
            if (closed) {
                return null;
            }
            closed = true;
            before = data;
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload = ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .flip();
        CompletableFuture<WebSocket> done = new CompletableFuture<>();
        Thread caller = Thread.currentThread();
        before.whenComplete((v, ignored) -> {
            CompletableFuture<Void> taken;
            synchronized (this) {
                taken = pipe.send(frames.frame(Opcode.CLOSE, true, false, payload));
                closeQueued = true;
                if (finishing) {
                    pipe.finish();
                }
            }
            taken.whenComplete((w, error) -> complete(done, error, caller));
        });
        return done;
    }

    /** The stream ends behind the Close frame. */
    void finish() {
        synchronized (this) {
            finishing = true;
            if (!closeQueued) {
                return;
            }
        }
        pipe.finish();
    }

    /** Nothing more is sent, not even a Close; whoever says so ends the pipe. */
    synchronized void abort() {
        closed = true;
    }

    // ---- futures

    /** On the caller's thread while it is in the call, else on the executor: never on an event loop. */
    private void complete(CompletableFuture<WebSocket> done, @Nullable Throwable error, Thread caller) {
        Runnable task = error == null
                ? () -> done.complete(webSocket)
                : () -> done.completeExceptionally(
                        error instanceof IOException ? error : new IOException(error.getMessage(), error));
        if (Thread.currentThread() == caller) {
            task.run();
        } else {
            run(task);
        }
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException shutDown) {
            task.run();
        }
    }
}
