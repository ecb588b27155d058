package dev.quiver.urlsession;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A whole body, as it comes together; what no array can hold fails instead of running out of memory. */
final class BodyCollector {
    /** The longest array that JVMs grant. */
    static final long LONGEST = Integer.MAX_VALUE - 8L;

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final long longest;

    BodyCollector(long longest) {
        this.longest = longest;
    }

    void add(ByteBuffer buffer) throws TooLongException {
        int length = buffer.remaining();
        if (collected.size() + (long) length > longest) {
            throw new TooLongException(longest);
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        collected.writeBytes(bytes);
    }

    byte[] bytes() {
        return collected.toByteArray();
    }

    /** The body outgrew what one array can hold. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long longest) {
            super("the body is longer than a data task can hold (" + longest + " bytes)");
        }
    }
}
