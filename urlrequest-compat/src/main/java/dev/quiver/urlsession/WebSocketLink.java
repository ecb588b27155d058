package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.load.CodedException;
import dev.quiver.urlsession.internal.load.Turns;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task's WebSocket, from its handshake to its end. All that happens to it happens in its turn ({@link Turns}); futures and
 * delegates are told on the session's queue.
 */
final class WebSocketLink implements WebSocket.Listener {
    private static final long WAIT_FOR_CLOSE_SECONDS = 10;

    /** Something to be sent, and who waits for that. */
    private record Outgoing(Function<WebSocket, CompletionStage<?>> step, CompletableFuture<Void> done) {}

    /** A message that waits for a receiver. */
    private record Incoming(WebSocketMessage message, long size) {}

    private record Ping(long number, CompletableFuture<Void> done) {}

    private final WebSocketTask task;
    private final UrlSession session;
    private final TaskVoice voice;
    private final Turns turns = new Turns();

    private final Queue<Outgoing> outgoing = new ArrayDeque<>();
    private final Queue<CompletableFuture<WebSocketMessage>> receivers = new ArrayDeque<>();
    private final Queue<Incoming> incoming = new ArrayDeque<>();
    private final Deque<Ping> pings = new ArrayDeque<>();
    private final MessageAssembly assembly = new MessageAssembly();
    private @Nullable WebSocket socket;
    private boolean begun;
    private boolean sending;
    private boolean asked;
    private boolean closing;
    private boolean ended;
    private long waiting;
    private long pingCount;
    private @Nullable UrlError error;
    private volatile int closeCode = -1;
    private volatile String closeReason = "";

    WebSocketLink(WebSocketTask task) {
        this.task = task;
        this.session = task.session();
        this.voice = new TaskVoice(session, task);
    }

    OptionalInt closeCode() {
        return closeCode < 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    Optional<String> closeReason() {
        return closeCode < 0 ? Optional.empty() : Optional.of(closeReason);
    }

    void stateChanged() {
        turns.take(() -> {
            switch (task.state()) {
                case RUNNING -> {
                    if (!begun) {
                        begun = true;
                        WebSocketHandshake.start(session, task, this)
                                .whenComplete((open, failure) -> turns.take(() -> {
                                    if (failure != null) {
                                        end(WebSocketHandshake.error(session, task, failure));
                                    } else {
                                        opened(open);
                                    }
                                }));
                    }
                    ask();
                }
                case CANCELING ->
                    end(ErrorTable.cancelled(
                            task.currentRequest(), task.counts().progress()));
                case SUSPENDED, COMPLETED -> {}
            }
        });
    }

    private void opened(WebSocket open) {
        if (ended) {
            open.abort();
            return;
        }
        socket = open;
        String subprotocol = open.getSubprotocol();
        voice.tell(delegate -> {
            if (delegate instanceof UrlSessionWebSocketDelegate told) {
                told.didOpen(session, task, subprotocol);
            }
        });
        sendNext();
        ask();
    }

    // --- sending ---

    CompletableFuture<Void> send(WebSocketMessage message) {
        if (message instanceof WebSocketMessage.Text text) {
            return queued(open -> open.sendText(text.text(), true));
        }
        ByteBuffer data = ((WebSocketMessage.Binary) message).data();
        return queued(open -> open.sendBinary(data, true));
    }

    CompletableFuture<Void> ping() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        turns.take(() -> {
            if (ended) {
                told(() -> done.completeExceptionally(over()));
                return;
            }
            long number = ++pingCount;
            pings.add(new Ping(number, done));
            outgoing.add(new Outgoing(
                    open -> open.sendPing(ByteBuffer.allocate(8).putLong(0, number)), new CompletableFuture<>()));
            sendNext();
        });
        return done;
    }

    void close(int code, String reason) {
        turns.take(() -> {
            if (ended || closing) {
                return;
            }
            closing = true;
            outgoing.add(new Outgoing(
                    open -> {
                        session.clock()
                                .schedule(() -> turns.take(() -> end(null)), WAIT_FOR_CLOSE_SECONDS, TimeUnit.SECONDS);
                        return open.sendClose(code, reason);
                    },
                    new CompletableFuture<>()));
            if (!begun) {
                end(null);
            } else {
                sendNext();
                ask();
            }
        });
    }

    private CompletableFuture<Void> queued(Function<WebSocket, CompletionStage<?>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        turns.take(() -> {
            if (ended || closing) {
                told(() -> done.completeExceptionally(over()));
            } else {
                outgoing.add(new Outgoing(step, done));
                sendNext();
            }
        });
        return done;
    }

    /** One at a time: a WebSocket takes no second send before the first is done. */
    private void sendNext() {
        WebSocket open = socket;
        if (open == null || sending || ended) {
            return;
        }
        Outgoing next = outgoing.poll();
        if (next == null) {
            return;
        }
        sending = true;
        CompletionStage<?> sent;
        try {
            sent = next.step().apply(open);
        } catch (RuntimeException refused) {
            sent = CompletableFuture.failedFuture(refused);
        }
        sent.whenComplete((same, failure) -> turns.take(() -> {
            sending = false;
            if (failure == null) {
                told(() -> next.done().complete(null));
                sendNext();
            } else {
                UrlError why = ErrorTable.of(
                        failure, task.currentRequest(), task.counts().progress());
                told(() -> next.done().completeExceptionally(why));
                end(why);
            }
        }));
    }

    // --- receiving ---

    CompletableFuture<WebSocketMessage> receive() {
        CompletableFuture<WebSocketMessage> receiver = new CompletableFuture<>();
        turns.take(() -> {
            receivers.add(receiver);
            handOver();
        });
        return receiver;
    }

    private void handOver() {
        while (!receivers.isEmpty() && !incoming.isEmpty()) {
            CompletableFuture<WebSocketMessage> receiver = receivers.remove();
            Incoming next = incoming.remove();
            waiting -= next.size();
            told(() -> receiver.complete(next.message()));
        }
        if (ended) {
            while (!receivers.isEmpty()) {
                CompletableFuture<WebSocketMessage> receiver = receivers.remove();
                told(() -> receiver.completeExceptionally(over()));
            }
        } else {
            ask();
        }
    }

    /** Lets one more piece come, unless enough waits: Close, Ping and Pong come along with it. */
    private void ask() {
        WebSocket open = socket;
        boolean held = task.state() == TaskState.SUSPENDED && !closing;
        boolean room = waiting < task.maximumMessageSize() || closing;
        if (open != null && !asked && !ended && !held && room) {
            asked = true;
            open.request(1);
        }
    }

    @Override
    public void onOpen(WebSocket open) {
        // Nothing is asked for before the task has it.
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
        String copy = data.toString();
        turns.take(() -> came(assembly.add(copy, last)));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        turns.take(() -> came(assembly.add(copy, last)));
        return null;
    }

    private void came(@Nullable WebSocketMessage whole) {
        asked = false;
        if (ended) {
            return;
        }
        long most = task.maximumMessageSize();
        if (assembly.size() > most) {
            WebSocket open = socket;
            if (open != null && !sending) {
                // RFC 6455 §7.4.1: too big to process.
                sending = true;
                open.sendClose(1009, "").whenComplete((same, failure) -> open.abort());
            }
            end(ErrorTable.of(
                    new CodedException(
                            UrlErrorCode.DATA_LENGTH_EXCEEDS_MAXIMUM,
                            "a message is longer than " + most + " bytes, the most allowed (maximumMessageSize)",
                            null),
                    task.currentRequest(),
                    task.counts().progress()));
            return;
        }
        if (whole != null) {
            waiting += assembly.size();
            task.counts().received(assembly.size());
            incoming.add(new Incoming(whole, assembly.size()));
            assembly.next();
        }
        handOver();
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer message) {
        // The client answers by itself.
        turns.take(this::controlCame);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket open, ByteBuffer message) {
        long number = message.remaining() == 8 ? message.getLong(message.position()) : -1;
        turns.take(() -> {
            // RFC 6455 §5.5.3: a Pong may answer the latest of several Pings.
            if (pings.stream().anyMatch(ping -> ping.number() == number)) {
                while (!pings.isEmpty() && pings.peek().number() <= number) {
                    Ping answered = pings.remove();
                    told(() -> answered.done().complete(null));
                }
            }
            controlCame();
        });
        return null;
    }

    private void controlCame() {
        asked = false;
        ask();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        turns.take(() -> {
            if (ended) {
                return;
            }
            closeReason = reason;
            closeCode = code;
            voice.tell(delegate -> {
                if (delegate instanceof UrlSessionWebSocketDelegate told) {
                    told.didClose(session, task, code, reason);
                }
            });
            end(null);
        });
        // The client sends its own Close once this is done.
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable failure) {
        turns.take(() ->
                end(ErrorTable.of(failure, task.currentRequest(), task.counts().progress())));
    }

    // --- the end ---

    private void end(@Nullable UrlError why) {
        if (ended) {
            return;
        }
        ended = true;
        error = why;
        WebSocket open = socket;
        if (open != null && closeCode < 0 && !sending) {
            open.abort();
        }
        outgoing.forEach(next -> told(() -> next.done().completeExceptionally(over())));
        outgoing.clear();
        pings.forEach(ping -> told(() -> ping.done().completeExceptionally(over())));
        pings.clear();
        handOver();
        told(() -> {
            task.completed(why);
            voice.listener().ifPresent(delegate -> delegate.didComplete(session, task, why));
        });
    }

    private UrlError over() {
        UrlError why = error;
        String closed = "the WebSocket is closed" + (closeCode < 0 ? "" : " with " + closeCode + " by the server");
        return why != null
                ? why
                : ErrorTable.refused(
                        UrlErrorCode.NETWORK_CONNECTION_LOST,
                        closed,
                        task.currentRequest(),
                        task.counts().progress());
    }

    private void told(Runnable news) {
        session.onDelegateQueue(news);
    }
}
