package dev.quiver.quic.examples;

import dev.quiver.quic.Origin;
import dev.quiver.quic.message.MessageException;
import dev.quiver.quic.message.MessageException.Reason;
import dev.quiver.quic.message.MessageFramer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A framer of one's own: a message is a line. The last one may end with the stream. */
public record LineFramer(int maxSize) implements MessageFramer {
    @Override
    public List<ByteBuffer> frame(ByteBuffer message) throws MessageException {
        for (int i = message.position(); i < message.limit(); i++) {
            if (message.get(i) == '\n') {
                throw new MessageException(Reason.MALFORMED, Origin.LOCAL, "a line cannot hold a line feed");
            }
        }
        return List.of(message, ByteBuffer.wrap(new byte[] {'\n'}));
    }

    @Override
    public Parser newParser() {
        return new Parser() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public ByteBuffer parse(ByteBuffer input) throws MessageException {
                while (input.hasRemaining()) {
                    byte next = input.get();
                    if (next == '\n') {
                        return take();
                    }
                    if (line.size() == maxSize) {
                        throw new MessageException(
                                Reason.TOO_LARGE, Origin.PEER, "a line is longer than " + maxSize + " bytes");
                    }
                    line.write(next);
                }
                return null;
            }

            @Override
            public ByteBuffer end() {
                return line.size() == 0 ? null : take();
            }

            private ByteBuffer take() {
                ByteBuffer message = ByteBuffer.wrap(line.toByteArray());
                line.reset();
                return message;
            }
        };
    }
}
