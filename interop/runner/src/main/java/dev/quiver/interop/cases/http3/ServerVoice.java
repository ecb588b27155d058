package dev.quiver.interop.cases.http3;

import dev.quiver.quic.QuicStream;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.StreamInput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What a server says on the streams that it opens itself. Safe for any thread. */
final class ServerVoice {
    private static final long CONTROL = 0;

    private final List<Long> types = new ArrayList<>();
    private final Set<Long> silent = new HashSet<>();
    private final List<HttpFrame> control = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** A stream is there, and will be {@linkplain #hear heard}. */
    synchronized void opened(QuicStream stream) {
        silent.add(stream.id());
    }

    /** Reads a stream up to its end, on this thread. */
    void hear(QuicStream stream) {
        try {
            listen(stream);
        } finally {
            tell(() -> silent.remove(stream.id()));
        }
    }

    private void listen(QuicStream stream) {
        if (!(stream instanceof ReceiveStream one)) {
            return;
        }
        if ((stream.id() & 2) == 0) {
            fault("it opened a stream both ways, " + stream.id() + " (RFC 9114 §6.1)");
            return;
        }
        try (StreamInput in = one.inputStream(0x103)) { // H3_STREAM_CREATION_ERROR: not wanted (RFC 9114 §6.2)
            long type = HttpFrame.varint(in);
            if (type < 0) {
                return; // RFC 9114 §6.2: it may end before its type
            }
            tell(() -> {
                types.add(type);
                silent.remove(stream.id());
            });
            if (type == CONTROL) {
                for (HttpFrame frame = HttpFrame.read(in); frame != null; frame = HttpFrame.read(in)) {
                    HttpFrame heard = frame;
                    tell(() -> control.add(heard));
                }
                fault("it ended its control stream (RFC 9114 §6.2.1)");
            } else if (type == 2 || type == 3) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException ended) {
            // With the connection, or by a reset.
        }
    }

    private synchronized void tell(Runnable what) {
        what.run();
        notifyAll();
    }

    private void fault(String what) {
        tell(() -> faults.add(what));
    }

    /** The types of its one-way streams, in the order in which they were read. */
    synchronized List<Long> types() {
        return List.copyOf(types);
    }

    /** The frames of its control stream so far. */
    synchronized List<HttpFrame> control() {
        return List.copyOf(control);
    }

    /** What it must not do. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Waits for a frame on the control stream; false if none of this type came in time. */
    boolean await(long frameType, Duration most) throws InterruptedException {
        return await(() -> control.stream().anyMatch(frame -> frame.type() == frameType), most);
    }

    /** Waits until every stream that it opened has said of which type it is. */
    void awaitTypes(Duration most) throws InterruptedException {
        await(silent::isEmpty, most);
    }

    private synchronized boolean await(BooleanSupplier there, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!there.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
