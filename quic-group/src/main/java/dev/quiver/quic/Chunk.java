package dev.quiver.quic;

import java.nio.ByteBuffer;

/**
 * Some bytes of a stream, in order.
 *
 * @param data the bytes; the receiver owns the buffer and may keep it
 * @param last whether the peer finished the stream with these bytes (they may be none)
 */
public record Chunk(ByteBuffer data, boolean last) {}
