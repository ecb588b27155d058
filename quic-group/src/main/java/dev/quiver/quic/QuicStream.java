package dev.quiver.quic;

/** What every stream of a group has (RFC 9000 §2). Safe to use from any thread. */
public interface QuicStream {
    /** The stream's id, unique in its group. */
    long id();

    /** Bidirectional, or one way. */
    default StreamType type() {
        return StreamType.of(id());
    }

    /** Which side opened it. */
    Initiator initiator();

    /** The group it belongs to. */
    QuicConnectionGroup group();
}
