package dev.quiver.urlsession.internal.coding;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/** The coding {@code zstd} (RFC 8878), frame after frame, by zstd-jni. */
final class ZstdDecoder implements ContentDecoder {
    // RFC 9659 §3: as a content coding, a frame must do with a window of 8 MiB.
    private static final int LARGEST_WINDOW_LOG = 23;
    private static final int PIECE = 16 * 1024;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    // The library takes arrays, and buffers from a network are mostly read-only.
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);
    private boolean betweenFrames = true;

    ZstdDecoder() {
        context.setLongMax(LARGEST_WINDOW_LOG);
    }

    @Override
    public void decode(ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        try {
            while (output.hasRemaining()) {
                refill(input);
                int taken = piece.position();
                int given = output.position();
                if (piece.hasRemaining() || !betweenFrames) {
                    betweenFrames = context.decompressByteBufferStream(output, piece);
                }
                if (taken == piece.position() && given == output.position() && !input.hasRemaining()) {
                    return;
                }
            }
        } catch (ZstdException e) {
            throw new MalformedContentException("zstd: " + e.getMessage(), e);
        }
    }

    private void refill(ByteBuffer input) {
        piece.compact();
        int count = Math.min(piece.remaining(), input.remaining());
        piece.put(input.slice().limit(count)).flip();
        input.position(input.position() + count);
    }

    @Override
    public boolean mayEnd() {
        return betweenFrames && !piece.hasRemaining();
    }

    @Override
    public void close() {
        context.close();
    }
}
