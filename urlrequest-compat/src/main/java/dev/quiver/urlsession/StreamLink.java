package dev.quiver.urlsession;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.urlsession.StreamTask.Captured;
import dev.quiver.urlsession.internal.load.Turns;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream task's connection, from its beginning to its end. All of it happens in its turn ({@link Turns}). */
final class StreamLink {
    private final StreamTask task;
    private final UrlSession session;
    private final TaskVoice voice;
    private final Turns turns = new Turns();
    private final StreamReads reads = new StreamReads(this);
    private final StreamWrites writes = new StreamWrites(this);

    private @Nullable QuicConnectionGroup group;
    private @Nullable BidirectionalStream stream;
    private @Nullable CompletableFuture<Captured> capture;
    private @Nullable UrlError over;
    private boolean ended;

    StreamLink(StreamTask task) {
        this.task = task;
        this.session = task.session();
        this.voice = new TaskVoice(session, task);
    }

    StreamReads reads() {
        return reads;
    }

    StreamWrites writes() {
        return writes;
    }

    void stateChanged() {
        take(() -> {
            switch (task.state()) {
                case RUNNING -> {
                    if (group == null && !ended) {
                        connect();
                    }
                    advance();
                }
                case CANCELING ->
                    fail(StreamErrors.error(UrlErrorCode.CANCELLED, "the task was cancelled", task, null));
                case SUSPENDED, COMPLETED -> {}
            }
        });
    }

    private void connect() {
        UrlSessionConfiguration configuration = session.configuration();
        QuicConnectionGroup connecting;
        try {
            connecting = QuicConnectionGroup.newBuilder(task.host(), task.port())
                    .alpn(task.applicationProtocols().toArray(new String[0]))
                    .trust(configuration.trust())
                    .handshakeTimeout(configuration.timeoutIntervalForRequest())
                    .build();
        } catch (RuntimeException refused) {
            fail(StreamErrors.of(refused, task));
            return;
        }
        group = connecting;
        connecting
                .openStream()
                .whenComplete((opened, failure) -> take(() -> {
                    if (failure != null) {
                        fail(StreamErrors.of(failure, task));
                    } else {
                        stream = opened;
                        advance();
                        captureIfIdle();
                    }
                }));
    }

    CompletableFuture<Captured> capture() {
        CompletableFuture<Captured> done = new CompletableFuture<>();
        take(() -> {
            UrlError why = over();
            if (why != null) {
                tell(() -> done.completeExceptionally(why));
            } else if (capture != null) {
                tell(() -> done.completeExceptionally(new IllegalStateException("the streams are captured already")));
            } else {
                capture = done;
                captureIfIdle();
            }
        });
        return done;
    }

    /** Gives the stream away if that was asked for and nothing is under way. */
    void captureIfIdle() {
        CompletableFuture<Captured> wanted = capture;
        BidirectionalStream free = stream;
        QuicConnectionGroup connection = group;
        if (wanted == null || ended || free == null || connection == null || !reads.isIdle() || !writes.isIdle()) {
            return;
        }
        // What was read ahead comes first.
        ByteBuffer rest = reads.rest();
        InputStream ahead = new ByteArrayInputStream(rest.array(), 0, rest.remaining());
        Captured captured = new Captured(
                reads.isOver() ? ahead : new SequenceInputStream(ahead, free.inputStream()),
                free.outputStream(),
                connection);
        ended = true;
        over = StreamErrors.error(UrlErrorCode.CANCELLED, "the streams were captured", task, null);
        listener(told -> told.didBecome(session, task, captured));
        tell(() -> wanted.complete(captured));
        completed(null);
    }

    void advance() {
        reads.advance();
        writes.advance();
    }

    void readClosed() {
        listener(told -> told.readClosed(session, task));
    }

    void writeClosed() {
        listener(told -> told.writeClosed(session, task));
    }

    /** Ends well once both sides are closed. */
    void endIfOver() {
        if (!ended && reads.isOver() && reads.isIdle() && writes.isOver()) {
            ended = true;
            over = StreamErrors.error(UrlErrorCode.NETWORK_CONNECTION_LOST, "the stream is closed", task, null);
            if (group != null) {
                group.close();
            }
            completed(null);
        }
    }

    void fail(UrlError why) {
        if (ended) {
            return;
        }
        ended = true;
        over = why;
        if (group != null) {
            group.cancel();
        }
        advance();
        CompletableFuture<Captured> wanted = capture;
        if (wanted != null) {
            tell(() -> wanted.completeExceptionally(why));
        }
        completed(why);
    }

    private void completed(@Nullable UrlError why) {
        tell(() -> {
            task.completed(why);
            voice.listener().ifPresent(delegate -> delegate.didComplete(session, task, why));
        });
    }

    private void listener(Consumer<UrlSessionStreamDelegate> call) {
        voice.tell(delegate -> {
            if (delegate instanceof UrlSessionStreamDelegate told) {
                call.accept(told);
            }
        });
    }

    void take(Runnable step) {
        turns.take(step);
    }

    void tell(Runnable news) {
        session.onDelegateQueue(news);
    }

    StreamTask task() {
        return task;
    }

    ScheduledExecutorService clock() {
        return session.clock();
    }

    @Nullable
    BidirectionalStream stream() {
        return stream;
    }

    /** Why there is no more to be had, or null. */
    @Nullable
    UrlError over() {
        return over;
    }

    boolean isHeld() {
        return task.state() == TaskState.SUSPENDED;
    }
}
