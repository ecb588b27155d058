package dev.quiver.benchmarks.peer;

/** Makes clients of one kind. Implementations have a public constructor without arguments. */
public interface PeerFactory {
    /** What every reply must have come over: {@code h3} or {@code h2}. */
    String protocol();

    /** A new client; it may connect now or at its first request. */
    Peer open(Target target) throws Exception;
}
