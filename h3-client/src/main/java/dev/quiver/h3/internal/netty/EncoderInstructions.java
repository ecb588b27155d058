package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The server's QPACK encoder stream (RFC 9204 §4.3). This side allows no dynamic table, so that the one thing to be said is
 * that the table's capacity is 0.
 */
final class EncoderInstructions implements StreamReader {
    private static final int CAPACITY_0 = 0x20;

    @Override
    public @Nullable Violation read(ByteBuf in) {
        while (in.isReadable()) {
            if (in.readUnsignedByte() != CAPACITY_0) {
                return Violation.connection(
                        H3ErrorCode.QPACK_ENCODER_STREAM_ERROR,
                        "it wrote to a dynamic table, of which it was allowed none (RFC 9204 §3.2.2)");
            }
        }
        return null;
    }
}
