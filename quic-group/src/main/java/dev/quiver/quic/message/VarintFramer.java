package dev.quiver.quic.message;

import dev.quiver.quic.Origin;
import dev.quiver.quic.internal.spi.Varint;
import dev.quiver.quic.message.MessageException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each message behind its length; stateless but for its parsers. */
final class VarintFramer implements MessageFramer {
    /** What a message gets at first, whatever length it announces. */
    private static final int FIRST_ROOM = 4096;

    private final int maxSize;

    VarintFramer(int maxSize) {
        if (maxSize < 0) {
            throw new IllegalArgumentException("maxSize cannot be negative: " + maxSize);
        }
        this.maxSize = maxSize;
    }

    @Override
    public List<ByteBuffer> frame(ByteBuffer message) throws MessageException {
        int size = message.remaining();
        if (size > maxSize) {
            throw new MessageException(
                    Reason.TOO_LARGE,
                    Origin.LOCAL,
                    "a message of " + size + " bytes is over the limit of " + maxSize + "; send it in parts");
        }
        ByteBuffer length = ByteBuffer.allocate(Varint.size(size));
        Varint.write(length, size);
        return size == 0 ? List.of(length.flip()) : List.of(length.flip(), message);
    }

    @Override
    public Parser newParser() {
        return new LengthParser();
    }

    private final class LengthParser implements Parser {
        private final Varint.Reader length = new Varint.Reader();
        private byte[] body = new byte[0];
        private int filled;

        @Override
        public @Nullable ByteBuffer parse(ByteBuffer input) throws MessageException {
            if (!length.read(input)) {
                return null;
            }
            if (length.value() > maxSize) {
                throw new MessageException(
                        Reason.TOO_LARGE,
                        Origin.PEER,
                        "the peer announced a message of " + length.value() + " bytes, over the limit of " + maxSize
                                + "; raise the framer's limit if that is expected");
            }
            int size = (int) length.value();
            int part = Math.min(size - filled, input.remaining());
            makeRoom(filled + part, size);
            input.get(body, filled, part);
            filled += part;
            if (filled < size) {
                return null;
            }
            ByteBuffer message = ByteBuffer.wrap(body, 0, size).slice();
            body = new byte[0];
            filled = 0;
            length.clear();
            return message;
        }

        private void makeRoom(int needed, int size) {
            if (needed > body.length) {
                long doubled = Math.max(FIRST_ROOM, 2L * body.length);
                body = Arrays.copyOf(body, (int) Math.min(size, Math.max(needed, doubled)));
            }
        }

        @Override
        public @Nullable ByteBuffer end() throws MessageException {
            if (!length.started()) {
                return null;
            }
            throw new MessageException(
                    Reason.TORN,
                    Origin.PEER,
                    "the stream ended inside a message: "
                            + (length.read(ByteBuffer.allocate(0))
                                    ? filled + " of its " + length.value() + " bytes came"
                                    : "not even its length is whole"));
        }
    }
}
