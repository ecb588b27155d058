package dev.quiver.h3.internal.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** The sending side of permessage-deflate (RFC 7692 §7.2.1). */
final class Deflation {
    private static final int TAIL = 4;

    private final boolean keepContext;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] out = new byte[16 << 10];

    /** @param keepContext whether later messages may refer to earlier ones */
    Deflation(boolean keepContext) {
        this.keepContext = keepContext;
    }

    /** What remains in the piece, compressed; the piece is taken. */
    ByteBuffer compress(ByteBuffer piece, boolean lastOfMessage) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(piece.remaining() / 2 + 16);
        deflater.setInput(piece);
        int more;
        do {
            more = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            all.write(out, 0, more);
        } while (more == out.length || !deflater.needsInput());
        byte[] whole = all.toByteArray();
        if (!lastOfMessage) {
            return ByteBuffer.wrap(whole);
        }
        if (!keepContext) {
            deflater.reset();
        }
        if (whole.length <= TAIL) {
            // Nothing new to flush: an empty block without its tail (RFC 7692 §7.2.3.6).
            return ByteBuffer.wrap(new byte[1]);
        }
        return ByteBuffer.wrap(whole, 0, whole.length - TAIL);
    }
}
