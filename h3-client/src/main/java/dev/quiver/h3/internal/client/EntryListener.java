package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.jfr.ConnectionMade;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.h3.internal.wire.WireListener;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells an origin what becomes of one of its connections. */
record EntryListener(
        OriginEntry entry,
        long number,
        Endpoint endpoint,
        @Nullable ConnectionMade recording) implements WireListener {
    @Override
    public void resolved(List<InetAddress> addresses) {
        entry.resolved(number, addresses);
    }

    @Override
    public void firstPacket() {
        entry.firstPacket(number);
    }

    @Override
    public void firstAnswer() {
        entry.firstAnswer(number);
    }

    @Override
    public void early(Wire wire) {
        entry.early(number, endpoint, wire);
    }

    @Override
    public void ready(Wire wire) {
        if (recording != null) {
            recording.ready(wire.handshake());
        }
        entry.ready(number, endpoint, wire);
    }

    @Override
    public void failed(H3Exception cause) {
        if (recording != null) {
            recording.failed(cause);
        }
        entry.failed(number, cause);
    }

    @Override
    public void draining(Wire wire) {
        entry.wireGone(wire);
    }

    @Override
    public void crowded(Wire wire) {
        entry.crowded();
    }

    @Override
    public void ended(Wire wire, H3Exception cause) {
        entry.wireGone(wire);
    }
}
