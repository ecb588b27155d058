package dev.quiver.quic;

/** Which side opened a stream (RFC 9000 §2.1). */
public enum Initiator {
    /** This process opened it. */
    LOCAL,
    /** The peer opened it. */
    PEER
}
