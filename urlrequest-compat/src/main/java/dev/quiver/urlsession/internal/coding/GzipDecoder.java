package dev.quiver.urlsession.internal.coding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The coding {@code gzip} (RFC 1952): one member after another, each with its check sum and length held against what
 * came out. What follows the last member and does not begin another is dropped, as browsers do.
 */
final class GzipDecoder implements ContentDecoder {
    private enum State {
        HEADER,
        DATA,
        TRAILER,
        AFTER_MEMBER,
        ENDED
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private GzipHeader header = new GzipHeader();
    private State state = State.HEADER;
    private boolean empty = true;

    @Override
    public void decode(ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        empty &= !input.hasRemaining();
        while (step(input, output)) {
            // Each step ends a part of the member; the loop ends where input or output does.
        }
    }

    private boolean step(ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        switch (state) {
            case HEADER -> {
                while (input.hasRemaining()) {
                    if (header.accept(input.get() & 0xff)) {
                        state = State.DATA;
                        return true;
                    }
                }
                return false;
            }
            case DATA -> {
                if (!inflate(input, output)) {
                    return false;
                }
                state = State.TRAILER;
                return true;
            }
            case TRAILER -> {
                while (input.hasRemaining() && trailer.hasRemaining()) {
                    trailer.put(input.get());
                }
                if (trailer.hasRemaining()) {
                    return false;
                }
                endOfMember();
                return true;
            }
            case AFTER_MEMBER -> {
                if (!input.hasRemaining()) {
                    return false;
                }
                state = (input.get(input.position()) & 0xff) == 0x1f ? State.HEADER : State.ENDED;
                return true;
            }
            case ENDED -> {
                input.position(input.limit());
                return false;
            }
        }
        throw new IllegalStateException();
    }

    /** Inflates; whether the member's data ended. */
    private boolean inflate(ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        inflater.setInput(input);
        try {
            while (!inflater.finished()) {
                int before = output.position();
                int count = inflater.inflate(output);
                if (count > 0) {
                    check.update(output.duplicate().position(before).limit(before + count));
                } else if (!inflater.finished()) {
                    return false;
                }
            }
        } catch (DataFormatException e) {
            throw new MalformedContentException("gzip: " + e.getMessage(), e);
        }
        return true;
    }

    private void endOfMember() throws MalformedContentException {
        trailer.flip();
        if (trailer.getInt() != (int) check.getValue()) {
            throw new MalformedContentException("gzip: the check sum is wrong: the content was damaged");
        }
        if (trailer.getInt() != (int) inflater.getBytesWritten()) {
            throw new MalformedContentException("gzip: the length is wrong: the content was damaged");
        }
        trailer.clear();
        check.reset();
        inflater.reset();
        header = new GzipHeader();
        state = State.AFTER_MEMBER;
    }

    @Override
    public boolean mayEnd() {
        return empty || state == State.AFTER_MEMBER || state == State.ENDED;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
