package dev.quiver.quic.internal.netty;

import dev.quiver.quic.QuicStream;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.StreamHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands the peer's streams to the registered handler and holds those that come while there is none. What is held is
 * bounded: unread streams use up the peer's stream limit, and each its flow-control window.
 */
final class PeerStreams {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    private final Executor callbacks;
    private final String peer;
    private final Queue<QuicStream> held = new ArrayDeque<>();
    private @Nullable StreamHandler handler;
    private boolean warned;

    PeerStreams(Executor callbacks, String peer) {
        this.callbacks = callbacks;
        this.peer = peer;
    }

    synchronized void handler(@Nullable StreamHandler handler) {
        this.handler = handler;
        if (handler != null) {
            for (QuicStream stream = held.poll(); stream != null; stream = held.poll()) {
                deliver(handler, stream);
            }
        }
    }

    synchronized void arrived(QuicStream stream) {
        if (handler != null) {
            deliver(handler, stream);
            return;
        }
        held.add(stream);
        if (!warned) {
            warned = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} opened stream {1} ({2}) and nobody takes it: it is held; register a handler with onStream",
                    peer,
                    Long.toString(stream.id()),
                    stream.type());
        }
    }

    synchronized void close() {
        held.clear();
    }

    private void deliver(StreamHandler to, QuicStream stream) {
        callbacks.execute(() -> {
            try {
                to.onStream(stream);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "the stream handler failed on stream " + stream.id(), e);
                if (stream instanceof SendStream send) {
                    send.reset(0);
                }
                if (stream instanceof ReceiveStream receive) {
                    receive.stopSending(0);
                }
            }
        });
    }
}
