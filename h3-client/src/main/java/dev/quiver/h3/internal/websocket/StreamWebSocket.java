package dev.quiver.h3.internal.websocket;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3WebSocket;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.tunnel.Pipe;
import dev.quiver.quic.HandshakeReport;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on a pipe. The listener is called by one task at a time on the executor, as long as there is demand and
 * something to tell.
 */
public final class StreamWebSocket implements H3WebSocket {
    private static final int MAX_REASON = 123;

    /**
     * What it stands on.
     *
     * @param later runs a task after a while, in which a server has ended its side or has not
     */
    public record Ground(
            Pipe pipe,
            Executor executor,
            Consumer<Runnable> later,
            Route route,
            @Nullable HandshakeReport handshake,
            String subprotocol,
            @Nullable DeflateAgreement compression) {}

    private final Ground ground;
    private final Pipe pipe;
    private final Listener listener;
    private final MessageReader messages;
    private final Sender sender;
    private final AtomicInteger turns = new AtomicInteger();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();

    // Guarded by this.
    private long demand;
    private @Nullable Throwable failing;
    private boolean inputClosed;

    // Of the one running task.
    private boolean told;
    private ByteBuffer current = ByteBuffer.allocate(0);

    public StreamWebSocket(Ground ground, Listener listener) {
        this.ground = ground;
        this.pipe = ground.pipe();
        this.listener = listener;
        DeflateAgreement agreed = ground.compression();
        this.messages = new MessageReader(agreed == null ? null : new Inflation(agreed.serverKeepsContext()));
        this.sender = new Sender(
                this, pipe, ground.executor(), agreed == null ? null : new Deflation(agreed.clientKeepsContext()));
    }

    /** Begins; completes once the listener has heard that it is open. */
    public CompletableFuture<WebSocket> open() {
        pipe.onReadable(this::schedule);
        return opened;
    }

    // ---- sending

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence text, boolean last) {
        Objects.requireNonNull(text, "text");
        String malformed = Outgoing.Text.malformed(text);
        return malformed != null
                ? CompletableFuture.failedFuture(new IOException(malformed))
                : sender.message(Opcode.TEXT, new Outgoing.Text(text), last);
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer bytes, boolean last) {
        Objects.requireNonNull(bytes, "bytes");
        return sender.message(Opcode.BINARY, new Outgoing.Binary(bytes), last);
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return sender.control(Opcode.PING, Objects.requireNonNull(message, "message"));
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return sender.control(Opcode.PONG, Objects.requireNonNull(message, "message"));
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
        Objects.requireNonNull(reason, "reason");
        if (!CloseCodes.maySend(statusCode)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a client may not send the close code " + statusCode));
        }
        if (Outgoing.Text.malformed(reason) != null || reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a reason is at most 123 bytes of UTF-8 (RFC 6455 §5.5)"));
        }
        CompletableFuture<WebSocket> done = sender.close(statusCode, reason);
        if (done == null) {
            return CompletableFuture.failedFuture(new IOException("this side of the WebSocket is closed"));
        }
        if (isInputClosed()) {
            sender.finish();
        }
        return done;
    }

    // ---- receiving

    @Override
    public void request(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("a demand is positive, not " + n);
        }
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        schedule();
    }

    private void schedule() {
        if (turns.getAndIncrement() == 0) {
            try {
                ground.executor().execute(this::run);
            } catch (RejectedExecutionException shutDown) {
                // Nobody can be told any more.
                abort();
            }
        }
    }

    private void run() {
        int seen = turns.get();
        do {
            try {
                turn();
            } catch (Throwable thrown) {
                fail(thrown);
            }
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn() throws IOException {
        if (!told) {
            told = true;
            try {
                listener.onOpen(this);
            } finally {
                opened.complete(this);
            }
        }
        while (true) {
            Throwable failure;
            boolean wanted;
            synchronized (this) {
                failure = failing;
                wanted = demand > 0;
                if (inputClosed) {
                    break;
                }
            }
            if (failure == null && !wanted) {
                failure = pipe.failure();
            }
            if (failure != null) {
                failed(failure);
            } else if (!wanted || !tell()) {
                return;
            }
        }
        // Closed: what still comes is of no use, but must not keep the stream from ending.
        while (pipe.poll() != null) {}
    }

    /** Tells the listener one thing, if there is one. */
    private boolean tell() {
        Message found;
        try {
            found = next();
        } catch (FrameViolation violation) {
            // RFC 6455 §7.1.7: the server is told, then it is over.
            sender.close(violation.closeCode(), "");
            closeInput();
            sender.finish();
            linger();
            listener.onError(this, violation);
            return true;
        }
        if (found == null) {
            if (!pipe.exhausted()) {
                return false;
            }
            IOException failure = pipe.failure();
            if (failure != null) {
                failed(failure);
            } else {
                closed(CloseCodes.ABNORMAL, "");
            }
            return true;
        }
        synchronized (this) {
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
        }
        if (found instanceof Message.Text text) {
            watch(listener.onText(this, text.text(), text.last()));
        } else if (found instanceof Message.Binary binary) {
            watch(listener.onBinary(this, binary.data(), binary.last()));
        } else if (found instanceof Message.Ping ping) {
            sender.answer(ping.payload().duplicate());
            watch(listener.onPing(this, ping.payload().asReadOnlyBuffer()));
        } else if (found instanceof Message.Pong pong) {
            watch(listener.onPong(this, pong.payload().asReadOnlyBuffer()));
        } else if (found instanceof Message.Close close) {
            closed(close.code(), close.reason());
        }
        return true;
    }

    private @Nullable Message next() throws FrameViolation {
        while (true) {
            Message found = messages.next(current);
            if (found != null) {
                return found;
            }
            ByteBuffer more = pipe.poll();
            if (more == null) {
                return null;
            }
            current = more;
        }
    }

    private void watch(@Nullable CompletionStage<?> reclaimed) {
        if (reclaimed != null) {
            reclaimed.whenComplete((v, thrown) -> {
                if (thrown != null) {
                    fail(thrown);
                }
            });
        }
    }

    /** The server closed; once the listener has done what it wanted to, so does this side. */
    private void closed(int code, String reason) {
        closeInput();
        CompletionStage<?> ready = listener.onClose(this, code, reason);
        if (code == CloseCodes.ABNORMAL) {
            sender.abort();
            pipe.finish();
            return;
        }
        if (ready == null) {
            reply(code);
        } else {
            ready.whenComplete((v, thrown) -> reply(code));
        }
    }

    private void reply(int code) {
        sender.close(code == CloseCodes.NO_CODE ? CloseCodes.NORMAL : code, "");
        sender.finish();
        linger();
    }

    /** Both sides are closed; a server that does not end its stream is not waited for without end. */
    private void linger() {
        ground.later().accept(() -> {
            if (!pipe.exhausted()) {
                pipe.reset(H3ErrorCode.H3_NO_ERROR);
            }
        });
    }

    // ---- ends before the end

    private void fail(Throwable cause) {
        synchronized (this) {
            if (failing == null) {
                failing = cause;
            }
        }
        schedule();
    }

    private void failed(Throwable cause) {
        closeInput();
        sender.abort();
        pipe.reset(H3ErrorCode.H3_REQUEST_CANCELLED);
        listener.onError(this, cause);
    }

    private synchronized void closeInput() {
        inputClosed = true;
    }

    @Override
    public void abort() {
        closeInput();
        sender.abort();
        pipe.reset(H3ErrorCode.H3_REQUEST_CANCELLED);
        schedule();
    }

    // ---- what it is

    @Override
    public String getSubprotocol() {
        return ground.subprotocol();
    }

    @Override
    public boolean isOutputClosed() {
        return sender.closed();
    }

    @Override
    public synchronized boolean isInputClosed() {
        return inputClosed;
    }

    @Override
    public Route route() {
        return ground.route();
    }

    @Override
    public Protocol protocol() {
        return Protocol.H3;
    }

    @Override
    public @Nullable HandshakeReport handshake() {
        return ground.handshake();
    }

    @Override
    public boolean compressed() {
        return ground.compression() != null;
    }
}
