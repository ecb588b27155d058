package dev.quiver.h3.internal.tunnel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** HTTP datagrams that came for one tunnel and wait to be taken: bounded, the oldest lost first. Any thread. */
final class DatagramBox {
    /** What is late is worth least. */
    static final int MOST = 256;

    private final boolean wanted;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private long received;
    private long dropped;
    private boolean ended;
    private Runnable reader = () -> {};

    DatagramBox(boolean wanted) {
        this.wanted = wanted;
    }

    /** Takes one; whether datagrams mean anything here. */
    boolean offer(ByteBuffer payload) {
        if (!wanted) {
            return false;
        }
        Runnable tell;
        synchronized (this) {
            if (ended) {
                return true;
            }
            received++;
            if (waiting.size() >= MOST) {
                waiting.poll();
                dropped++;
            }
            waiting.add(payload);
            tell = reader;
        }
        tell.run();
        return true;
    }

    synchronized @Nullable ByteBuffer poll() {
        return waiting.poll();
    }

    synchronized long received() {
        return received;
    }

    synchronized long dropped() {
        return dropped;
    }

    void onReadable(Runnable newReader) {
        synchronized (this) {
            reader = newReader;
        }
        newReader.run();
    }

    /** Nothing more is to be taken; what waits can still be had. */
    void end() {
        Runnable tell;
        synchronized (this) {
            ended = true;
            tell = reader;
        }
        tell.run();
    }

    synchronized boolean ended() {
        return ended;
    }
}
