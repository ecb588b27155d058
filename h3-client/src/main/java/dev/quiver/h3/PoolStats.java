package dev.quiver.h3;

/**
 * The QUIC connections of a client, counted at one moment. TCP connections are the JDK's client's, which does not tell.
 *
 * @param open all that take a socket: being made, in use, idle, draining
 * @param ready those of them that take requests
 * @param idle those of these that have none
 * @param requests how many requests are on ready connections, those that wait for a stream included
 */
public record PoolStats(int open, int ready, int idle, int requests) {}
