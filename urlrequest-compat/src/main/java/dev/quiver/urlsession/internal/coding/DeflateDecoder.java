package dev.quiver.urlsession.internal.coding;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The coding {@code deflate}: by RFC 9110 §8.4.1.2 a zlib stream (RFC 1950), but a raw one (RFC 1951) from servers that
 * took the name literally. The first two bytes tell which. What follows the stream's end is dropped, as browsers do.
 */
final class DeflateDecoder implements ContentDecoder {
    private final ByteBuffer start = ByteBuffer.allocate(2);
    private @Nullable Inflater inflater;

    @Override
    public void decode(ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        while (inflater == null) {
            if (!input.hasRemaining()) {
                return;
            }
            start.put(input.get());
            if (!start.hasRemaining()) {
                start.flip();
                inflater = new Inflater(!isZlibHeader(start.getShort(0) & 0xffff));
            }
        }
        inflate(inflater, start, output);
        if (!start.hasRemaining()) {
            inflate(inflater, input, output);
        }
    }

    /** Inflates until the output is full or the input used up; past the stream's end it only uses up the input. */
    private static void inflate(Inflater inflater, ByteBuffer input, ByteBuffer output)
            throws MalformedContentException {
        inflater.setInput(input);
        try {
            while (output.hasRemaining() && !inflater.finished()) {
                if (inflater.inflate(output) == 0 && !inflater.finished()) {
                    if (inflater.needsDictionary()) {
                        throw new MalformedContentException("deflate: the stream wants a preset dictionary");
                    }
                    if (inflater.needsInput()) {
                        return;
                    }
                }
            }
        } catch (DataFormatException e) {
            throw new MalformedContentException("deflate: " + e.getMessage(), e);
        }
        if (inflater.finished()) {
            input.position(input.limit());
        }
    }

    /** RFC 1950 §2.2: method 8, a window of at most 32 KiB, and the check bits that make it a multiple of 31. */
    private static boolean isZlibHeader(int header) {
        return (header >> 8 & 0x0f) == 8 && header >> 12 <= 7 && header % 31 == 0;
    }

    @Override
    public boolean mayEnd() {
        return inflater == null ? start.position() == 0 : inflater.finished();
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
