package dev.quiver.h3.internal.wire;

import dev.quiver.h3.H3Exception;
import java.net.InetAddress;
import java.util.List;

/** Hears what becomes of a connection; on its event loop or, for {@link #failed}, any thread. */
public interface WireListener {
    /** The peer's name has these addresses. */
    void resolved(List<InetAddress> addresses);

    /** The first packet left. */
    void firstPacket();

    /** The first packet came back. */
    void firstAnswer();

    /**
     * Calls can be sent that an attacker may repeat (RFC 9001 §9.2); all others are for later. Followed by {@link #ready}
     * or {@link #failed}; in the latter case the calls have heard of it, or are about to.
     */
    void early(Wire wire);

    /** Calls can be sent. */
    void ready(Wire wire);

    /** It never became ready; nothing else comes. */
    void failed(H3Exception cause);

    /** The peer wants no new calls (GOAWAY, RFC 9114 §5.2). */
    void draining(Wire wire);

    /** Calls wait for a stream, and none got one for a while. */
    void crowded(Wire wire);

    /** It is over; every call has heard of it. Comes once, after {@link #ready} or {@link #early}. */
    void ended(Wire wire, H3Exception cause);
}
