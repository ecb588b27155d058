package dev.quiver.h3.internal.tunnel;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.CallListener;
import dev.quiver.h3.internal.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One extended CONNECT: its answer, then bytes both ways. Safe to use from any thread; futures complete on the
 * connection's event loop unless done already.
 */
public final class Tunnel implements CallListener, Pipe {
    /** What is kept of the body of a refusal. */
    public static final int REFUSAL_BYTES = 64 << 10;

    /** How long the body of a refusal may take: what came by then is told. */
    private static final long REFUSAL_SECONDS = 5;

    /** So much may wait for a reader before the stream is read no further; flow control then stalls the server. */
    private static final int AHEAD_BYTES = 256 << 10;

    /** The server's final answer. @param body of a refusal, null where the tunnel stands */
    public record Answer(ResponseHead head, byte @Nullable [] body) {
        /** Whether the tunnel stands (RFC 9110 §9.3.6). */
        public boolean accepted() {
            return body == null;
        }
    }

    private final TunnelOutput output = new TunnelOutput();
    private final CompletableFuture<CallHandle> handle = new CompletableFuture<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final DatagramBox datagrams;
    private final Wire wire;

    // Event loop only.
    private @Nullable ResponseHead refusal;
    private final ByteArrayOutputStream refusalBody = new ByteArrayOutputStream(0);

    // Guarded by this.
    private final Queue<ByteBuffer> arrived = new ArrayDeque<>();
    private int waiting;
    private boolean paused;
    private boolean ended;
    private @Nullable IOException failure;
    private Runnable reader = () -> {};

    private Tunnel(Wire wire, boolean datagramsWanted) {
        this.wire = wire;
        this.datagrams = new DatagramBox(datagramsWanted);
    }

    /**
     * Asks for a tunnel.
     *
     * @param datagrams whether HTTP datagrams mean anything to its protocol; if not, one aborts it (RFC 9297 §2)
     */
    public static Tunnel open(Wire wire, RequestHead head, boolean datagrams) {
        Tunnel tunnel = new Tunnel(wire, datagrams);
        tunnel.handle.complete(
                wire.submit(new Call(head, tunnel.output, null, Runnable::run, false, null, tunnel, false)));
        return tunnel;
    }

    /** What the server answers; fails with an {@link H3Exception}. */
    public CompletableFuture<Answer> answer() {
        return answer;
    }

    /** Completes when the server's side has ended, or everything has. */
    public CompletableFuture<Void> over() {
        return over;
    }

    /** The connection. */
    public Wire wire() {
        return wire;
    }

    DatagramBox datagrams() {
        return datagrams;
    }

    CompletableFuture<CallHandle> handle() {
        return handle;
    }

    // ---- the stream's side

    @Override
    public void opened() {}

    @Override
    public void informational(ResponseHead head) {}

    @Override
    public void head(ResponseHead head) {
        if (head.status() / 100 == 2) {
            answer.complete(new Answer(head, null));
        } else {
            refusal = head;
            wire.loop().schedule(this::refusedSoFar, REFUSAL_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public boolean data(ByteBuffer piece) {
        if (refusal != null) {
            int room = REFUSAL_BYTES - refusalBody.size();
            refusalBody.write(piece.array(), piece.arrayOffset() + piece.position(), Math.min(room, piece.remaining()));
            if (piece.remaining() > room) {
                refused();
                reset(H3ErrorCode.H3_REQUEST_CANCELLED);
            }
            return true;
        }
        synchronized (this) {
            if (!ended) {
                arrived.add(piece);
                waiting += piece.remaining();
            }
            // Once paused only poll() goes on: a piece that was on its way already may find less waiting.
            paused |= waiting >= AHEAD_BYTES;
            return !paused;
        }
    }

    private void refused() {
        ResponseHead head = refusal;
        if (head != null) {
            answer.complete(new Answer(head, refusalBody.toByteArray()));
            output.finish();
        }
    }

    private void refusedSoFar() {
        if (!answer.isDone()) {
            refused();
            reset(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    @Override
    public void trailers(FieldLines fields) {}

    @Override
    public void pause() {
        reader().run();
    }

    @Override
    public void ended() {
        refused();
        end(null);
    }

    @Override
    public void failed(H3Exception cause) {
        refused();
        answer.completeExceptionally(cause);
        output.fail(cause);
        end(cause);
    }

    private void end(@Nullable IOException cause) {
        synchronized (this) {
            ended = true;
            failure = cause;
        }
        datagrams.end();
        reader().run();
        over.complete(null);
    }

    @Override
    public boolean datagram(ByteBuffer payload) {
        return datagrams.offer(payload);
    }

    // ---- the user's side

    @Override
    public void onReadable(Runnable newReader) {
        synchronized (this) {
            reader = newReader;
        }
        newReader.run();
    }

    private synchronized Runnable reader() {
        return reader;
    }

    @Override
    public @Nullable ByteBuffer poll() {
        ByteBuffer next;
        boolean goOn;
        synchronized (this) {
            next = arrived.poll();
            if (next != null) {
                waiting -= next.remaining();
            }
            goOn = paused && waiting < AHEAD_BYTES / 2;
            if (goOn) {
                paused = false;
            }
        }
        if (goOn) {
            handle.thenAccept(CallHandle::readOn);
        }
        return next;
    }

    @Override
    public synchronized boolean exhausted() {
        return ended && arrived.isEmpty();
    }

    @Override
    public synchronized @Nullable IOException failure() {
        return failure;
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer data) {
        return output.send(data);
    }

    @Override
    public void finish() {
        output.finish();
    }

    @Override
    public void reset(H3ErrorCode code) {
        handle.thenAccept(call -> call.cancel(code));
        // Where the server's side has ended, this one has to be ended by itself.
        output.fail(new IOException("the stream was reset on this side with " + code));
    }
}
