package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The server's QPACK decoder stream (RFC 9204 §4.4). This side puts nothing into a dynamic table, so that there is nothing
 * to acknowledge; a stream may be cancelled.
 */
final class DecoderInstructions implements StreamReader {
    private static final int CANCELLATION = 0x40;
    private static final int LONG_ID = 0x3f;
    /** More than an integer of 62 bits takes (RFC 9204 §4.1.1). */
    private static final int MOST_BYTES = 9;

    private int continued;

    @Override
    public @Nullable Violation read(ByteBuf in) {
        while (in.isReadable()) {
            int next = in.readUnsignedByte();
            if (continued > 0) {
                continued = (next & 0x80) == 0 ? 0 : continued + 1;
                if (continued > MOST_BYTES) {
                    return broken("it named a stream by a number that is none (RFC 9204 §4.1.1)");
                }
            } else if ((next & 0xc0) != CANCELLATION) {
                return broken("it acknowledged what was never inserted (RFC 9204 §4.4)");
            } else if ((next & LONG_ID) == LONG_ID) {
                continued = 1;
            }
        }
        return null;
    }

    private static Violation broken(String what) {
        return Violation.connection(H3ErrorCode.QPACK_DECODER_STREAM_ERROR, what);
    }
}
