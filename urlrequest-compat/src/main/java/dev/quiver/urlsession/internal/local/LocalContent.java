package dev.quiver.urlsession.internal.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Content that is here already. Used by one thread at a time. */
interface LocalContent extends Closeable {
    /** Finds the content; may block. */
    @FunctionalInterface
    interface Opening {
        LocalContent open() throws IOException;
    }

    /** The fields that a server would send with it. */
    Map<String, String> fields();

    /** How many bytes there are in all. */
    long length();

    /**
     * The next bytes, one at least; called only while fewer than {@link #length()} came. May block.
     *
     * @throws IOException if there are none any more
     */
    ByteBuffer read() throws IOException;
}
