package dev.quiver.quic;

/** Who ended what an error speaks of. */
public enum Origin {
    /** This process, for a reason of its own: a rejected certificate, a violated rule, a cancelled call. */
    LOCAL,
    /** The peer said so on the wire. */
    PEER,
    /** Nobody said anything in time. */
    TIMEOUT
}
