package dev.quiver.quic;

/**
 * The peer opened a stream and nobody takes it.
 *
 * @param streamId its id
 * @param type its type
 * @param held how many streams are held now, this one included; 0 when it was refused
 * @param message a sentence for a person: which stream, what became of it, what to do
 */
public record UnclaimedStream(long streamId, StreamType type, int held, String message) {}
