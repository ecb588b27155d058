package dev.quiver.quic.message;

import java.nio.ByteBuffer;
import java.util.List;

/** Fails at everything. */
final class BrokenFramer implements MessageFramer {
    @Override
    public List<ByteBuffer> frame(ByteBuffer message) {
        throw new UnsupportedOperationException("on purpose");
    }

    @Override
    public Parser newParser() {
        return new Parser() {
            @Override
            public ByteBuffer parse(ByteBuffer input) {
                throw new UnsupportedOperationException("on purpose");
            }

            @Override
            public ByteBuffer end() {
                return null;
            }
        };
    }
}
