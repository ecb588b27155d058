package dev.quiver.quic.internal.netty;

import dev.quiver.quic.QuicStream;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.StreamHandler;
import dev.quiver.quic.StreamPolicy;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.UnclaimedStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands the peer's streams to the registered handler; holds or refuses those that come while there is none. */
final class PeerStreams {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    private final SerialExecutor callbacks;
    private final String peer;
    private final StreamPolicy policy;
    private final Queue<QuicStream> held = new ArrayDeque<>();
    private final List<Consumer<? super UnclaimedStream>> listeners = new ArrayList<>();
    private @Nullable StreamHandler handler;
    private boolean warned;

    PeerStreams(SerialExecutor callbacks, String peer, StreamPolicy policy) {
        this.callbacks = callbacks;
        this.peer = peer;
        this.policy = policy;
    }

    void handler(@Nullable StreamHandler handler) {
        synchronized (this) {
            this.handler = handler;
            if (handler != null) {
                for (QuicStream stream = held.poll(); stream != null; stream = held.poll()) {
                    deliver(handler, stream);
                }
            }
        }
        callbacks.start();
    }

    synchronized void onUnclaimed(Consumer<? super UnclaimedStream> listener) {
        listeners.add(listener);
    }

    void arrived(QuicStream stream) {
        take(stream);
        callbacks.start();
    }

    /** Under the lock nothing of the caller's runs, on an executor that runs tasks at once neither. */
    private synchronized void take(QuicStream stream) {
        if (handler != null) {
            deliver(handler, stream);
            return;
        }
        if (policy instanceof StreamPolicy.Refuse refuse) {
            refuse(stream, refuse.code());
            tell(stream, "was refused with code " + refuse.code());
        } else {
            held.add(stream);
            tell(stream, "is held");
        }
    }

    private void tell(QuicStream stream, String fate) {
        String kind = stream.type() == StreamType.BIDIRECTIONAL ? "bidirectional" : "one-way";
        String message = String.format(
                Locale.ROOT,
                "%s opened stream %d (%s) and no handler takes it: it %s; register one with onStream(…)",
                peer,
                stream.id(),
                kind,
                fate);
        if (!warned) {
            warned = true;
            LOG.log(System.Logger.Level.WARNING, message);
        }
        UnclaimedStream event = new UnclaimedStream(stream.id(), stream.type(), held.size(), message);
        listeners.forEach(l -> callbacks.enqueue(() -> l.accept(event)));
    }

    synchronized void close() {
        held.clear();
    }

    private void deliver(StreamHandler to, QuicStream stream) {
        callbacks.enqueue(() -> {
            try {
                to.onStream(stream);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "the stream handler failed on stream " + stream.id(), e);
                refuse(stream, 0);
            }
        });
    }

    private static void refuse(QuicStream stream, long code) {
        if (stream instanceof SendStream send) {
            send.reset(code);
        }
        if (stream instanceof ReceiveStream receive) {
            receive.stopSending(code);
        }
    }
}
