package dev.quiver.testkit.relay;

/** Which way a datagram goes. */
public enum Direction {
    /** From the clients to the server. */
    TO_SERVER,
    /** From the server to the clients. */
    TO_CLIENT
}
