package dev.quiver.quic;

/** Where a group is in its life. Each state is reached at most once, but for {@link Preparing} and {@link Waiting}. */
public sealed interface GroupState {
    /** Built, not started. */
    record Setup() implements GroupState {}

    /** Looking up, connecting, shaking hands, judging the peer. */
    record Preparing() implements GroupState {}

    /** Cannot connect now and tries again when the network changes or on {@code restart()}. */
    record Waiting(QuicException cause) implements GroupState {}

    /** Streams can be opened; the peer has proved itself. */
    record Ready(HandshakeReport handshake) implements GroupState {}

    /** Over, for this reason. */
    record Failed(QuicException cause) implements GroupState {}

    /** Over, by {@code close} or {@code cancel}. */
    record Cancelled() implements GroupState {}

    /** Whether nothing more can happen. */
    default boolean isTerminal() {
        return this instanceof Failed || this instanceof Cancelled;
    }
}
