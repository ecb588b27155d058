package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.wire.Wire;
import java.net.InetAddress;
import java.util.List;

/** Hears of the connection it waits for. */
interface Asker {
    /** The server's name has these addresses. */
    default void resolved(List<InetAddress> addresses) {}

    /** The first packet left. */
    void firstPacket(long at);

    /** The server answered. */
    void firstAnswer();

    /** What may be repeated can be sent on this already; {@link #ready} or {@link #failed} follows. */
    default void early(Wire wire) {}

    /** Use this. */
    void ready(Wire wire);

    /** There will be none. */
    void failed(H3Exception cause);

    /** Something else that had to come first has come: {@link OriginEntry#acquire} once more. */
    void askAgain();
}
