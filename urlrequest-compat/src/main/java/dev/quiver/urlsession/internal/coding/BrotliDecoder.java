package dev.quiver.urlsession.internal.coding;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The coding {@code br} (RFC 7932), by brotli4j, which takes anything behind the stream's end for damage. */
final class BrotliDecoder implements ContentDecoder {
    private static final int PIECE = 16 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final DecoderJNI.Wrapper wrapper;
    // A view of the decoder's own memory: good until the decoder is called again.
    private ByteBuffer decoded = NOTHING;
    private boolean empty = true;

    BrotliDecoder() {
        try {
            wrapper = new DecoderJNI.Wrapper(PIECE);
        } catch (IOException e) {
            throw new UncheckedIOException("br: no memory for a decoder", e);
        }
    }

    @Override
    public void decode(ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        empty &= !input.hasRemaining();
        while (output.hasRemaining()) {
            if (decoded.hasRemaining()) {
                int count = Math.min(decoded.remaining(), output.remaining());
                output.put(decoded.slice().limit(count));
                decoded.position(decoded.position() + count);
            } else if (wrapper.hasOutput()) {
                decoded = wrapper.pull();
            } else if (!advance(input)) {
                return;
            }
        }
    }

    /** Gives the decoder what it waits for; false when there is nothing to give. */
    private boolean advance(ByteBuffer input) throws MalformedContentException {
        switch (wrapper.getStatus()) {
            case NEEDS_MORE_INPUT -> {
                if (!input.hasRemaining()) {
                    return false;
                }
                ByteBuffer into = wrapper.getInputBuffer();
                into.clear();
                int count = Math.min(into.remaining(), input.remaining());
                into.put(input.slice().limit(count));
                input.position(input.position() + count);
                wrapper.push(count);
            }
            case OK -> wrapper.push(0);
            case NEEDS_MORE_OUTPUT -> decoded = wrapper.pull();
            case DONE -> {
                if (input.hasRemaining()) {
                    throw new MalformedContentException("br: the content goes on behind the end of the stream");
                }
                return false;
            }
            case ERROR -> throw new MalformedContentException("br: this is no brotli stream, or a damaged one");
        }
        return true;
    }

    @Override
    public boolean mayEnd() {
        return empty || !decoded.hasRemaining() && wrapper.getStatus() == DecoderJNI.Status.DONE;
    }

    @Override
    public void close() {
        decoded = NOTHING;
        wrapper.destroy();
    }
}
