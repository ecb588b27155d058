package dev.quiver.quic.internal.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a closed UDP port from silence. The codec's socket is not connected and so never hears of ICMP; this one is. It
 * speaks only when the first flight has stayed unanswered for a while, with one byte that no QUIC endpoint takes for a
 * packet (the fixed bit is unset, RFC 9000 §17.2).
 */
final class PortProbe {
    private static final long FIRST_MILLIS = 80;
    private static final long EVERY_MILLIS = 160;
    private static final int MAX_PROBES = 5;

    private final EventLoop loop;
    private final InetSocketAddress remote;
    private final Runnable onClosed;
    private @Nullable DatagramChannel socket;
    private @Nullable ScheduledFuture<?> next;
    private int sent;

    PortProbe(EventLoop loop, InetSocketAddress remote, Runnable onClosed) {
        this.loop = loop;
        this.remote = remote;
        this.onClosed = onClosed;
    }

    void start() {
        next = loop.schedule(this::probe, FIRST_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Nothing of use was in it.
            }
            socket = null;
        }
    }

    private void probe() {
        next = null;
        try {
            if (socket == null) {
                DatagramChannel channel = DatagramChannel.open();
                socket = channel;
                channel.configureBlocking(false);
                channel.connect(remote);
            }
            // A read reports the ICMP that an earlier write brought back.
            socket.read(ByteBuffer.allocate(1));
            if (sent < MAX_PROBES) {
                sent++;
                socket.write(ByteBuffer.wrap(new byte[] {0}));
            }
            next = loop.schedule(this::probe, sent == 1 ? 20 : EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (PortUnreachableException e) {
            stop();
            onClosed.run();
        } catch (IOException e) {
            // No evidence either way: the handshake's own limit decides.
            stop();
        }
    }
}
