package dev.quiver.quic.internal.netty;

import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.internal.jfr.HandshakeDone;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that happened on the way to a ready group, over every address tried. Safe to use from any thread. */
final class HandshakeLog {
    private final String host;
    private final int port;
    private final String label;
    private final Executor callbacks;
    private final List<HandshakeEvent> events = new ArrayList<>();
    private final List<Consumer<? super HandshakeEvent>> listeners = new ArrayList<>();
    private long startNanos = System.nanoTime();
    private HandshakeRecorder current = new HandshakeRecorder(this);
    private HandshakeDone recording = new HandshakeDone();
    private @Nullable HandshakeFailure failure;

    HandshakeLog(String host, int port, String label, Executor callbacks) {
        this.label = label;
        this.host = host;
        this.port = port;
        this.callbacks = callbacks;
    }

    synchronized void started() {
        startNanos = System.nanoTime();
        recording.begin();
    }

    synchronized void listen(Consumer<? super HandshakeEvent> listener) {
        listeners.add(listener);
        for (HandshakeEvent event : List.copyOf(events)) {
            callbacks.execute(() -> listener.accept(event));
        }
    }

    void resolved(List<InetAddress> addresses) {
        add(new HandshakeEvent.Resolved(at(), List.copyOf(addresses)));
    }

    /** The attempt that the report is about: the last one to get further than the others. */
    synchronized void follow(HandshakeRecorder recorder) {
        current = recorder;
    }

    synchronized HandshakeRecorder followed() {
        return current;
    }

    /** A new try after a failure: what happened stays in the list of events. */
    synchronized void restarted() {
        failure = null;
        recording = new HandshakeDone();
        recording.begin();
        current = new HandshakeRecorder(this);
    }

    void failed(HandshakeFailure failure) {
        synchronized (this) {
            if (this.failure != null) {
                return;
            }
            this.failure = failure;
        }
        add(new HandshakeEvent.HandshakeFailed(at(), failure));
        recorded();
    }

    /** The server refused this side's certificate, or the lack of one, when all was done here. */
    synchronized void refused(HandshakeFailure why) {
        if (failure == null) {
            failure = why;
            add(new HandshakeEvent.HandshakeFailed(at(), why));
        }
    }

    /** The end, one way or the other, for whoever records it. */
    synchronized void recorded() {
        recording.done(label, report());
    }

    synchronized HandshakeReport report() {
        return current.report(host, port, List.copyOf(events), failure);
    }

    synchronized Duration at() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    synchronized void add(HandshakeEvent event) {
        events.add(event);
        for (Consumer<? super HandshakeEvent> listener : listeners) {
            callbacks.execute(() -> listener.accept(event));
        }
    }
}
