package dev.quiver.quic.message;

import dev.quiver.quic.Chunk;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.internal.flow.Causes;
import dev.quiver.quic.internal.flow.Turn;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Turns chunks into messages for one waiting call. All but the waiting call belongs to the turn. */
final class Reception {
    private static final int MAX_CHUNK = 64 * 1024;

    private final ReceiveStream stream;
    private final MessageFramer.Parser parser;
    private final long errorCode;
    private final Turn turn = new Turn(Runnable::run, this::step);
    private final AtomicReference<@Nullable CompletableFuture<Optional<ByteBuffer>>> waiting = new AtomicReference<>();

    private ByteBuffer input = ByteBuffer.allocate(0);
    private boolean last;
    private boolean over;
    private @Nullable CompletableFuture<Chunk> pending;
    /** A message whose call was cancelled at the last moment. */
    private @Nullable ByteBuffer unclaimed;

    private @Nullable Throwable failure;

    Reception(ReceiveStream stream, MessageFramer.Parser parser, long errorCode) {
        this.stream = stream;
        this.parser = parser;
        this.errorCode = errorCode;
    }

    CompletableFuture<Optional<ByteBuffer>> receive() {
        CompletableFuture<Optional<ByteBuffer>> call = new CompletableFuture<>();
        CompletableFuture<Optional<ByteBuffer>> before = waiting.get();
        if (before != null && !before.isDone() || !waiting.compareAndSet(before, call)) {
            return CompletableFuture.failedFuture(new IllegalStateException("a receive is waiting already"));
        }
        turn.wake();
        return call;
    }

    private void step() {
        CompletableFuture<Optional<ByteBuffer>> call = waiting.get();
        while (call != null && !call.isDone()) {
            Optional<ByteBuffer> message;
            try {
                message = next();
            } catch (Throwable e) {
                failure = e;
                waiting.compareAndSet(call, null);
                call.completeExceptionally(e);
                return;
            }
            if (message == null) {
                return;
            }
            waiting.compareAndSet(call, null);
            if (!call.complete(message)) {
                unclaimed = message.orElse(null);
            }
            call = waiting.get();
        }
    }

    /** The next message, empty at the end; null if it is not here yet: the turn is woken when more is. */
    private @Nullable Optional<ByteBuffer> next() throws Throwable {
        if (failure != null) {
            throw failure instanceof QuicException known ? known.again() : failure;
        }
        if (unclaimed != null) {
            Optional<ByteBuffer> message = Optional.of(unclaimed);
            unclaimed = null;
            return message;
        }
        while (!over) {
            ByteBuffer message = parse();
            if (message != null) {
                return Optional.of(message);
            }
            if (!over && !more()) {
                return null;
            }
        }
        return Optional.empty();
    }

    private @Nullable ByteBuffer parse() throws MessageException {
        try {
            ByteBuffer message = input.hasRemaining() ? parser.parse(input) : null;
            if (message == null && input.hasRemaining()) {
                throw new IllegalStateException("the framer left " + input.remaining() + " bytes and made no message");
            }
            if (message == null && last) {
                over = true;
                message = parser.end();
            }
            return message;
        } catch (MessageException e) {
            stopUnlessOver();
            throw e.on(stream);
        } catch (RuntimeException | Error e) {
            stopUnlessOver();
            throw e;
        }
    }

    private void stopUnlessOver() {
        if (!last) {
            stream.stopSending(errorCode);
        }
    }

    /** Whether more input is here. */
    private boolean more() throws Throwable {
        CompletableFuture<Chunk> asked = pending;
        if (asked == null) {
            asked = stream.receive(1, MAX_CHUNK);
            pending = asked;
            if (!asked.isDone()) {
                asked.whenComplete((chunk, e) -> turn.wake());
            }
        }
        if (!asked.isDone()) {
            return false;
        }
        pending = null;
        try {
            Chunk chunk = asked.join();
            input = chunk.data();
            last = chunk.last();
            return true;
        } catch (CompletionException | CancellationException e) {
            throw Causes.of(e);
        }
    }
}
