package dev.quiver.cli.transfer;

import java.nio.ByteBuffer;

/** Where a response body goes. Used by one thread; ends with {@link #commit} or {@link #discard}. */
public interface BodyTarget {
    /**
     * Takes bytes; blocks while there is no room, which is what slows the server down.
     *
     * @param bytes all that remains is taken before this returns
     */
    void write(ByteBuffer bytes) throws TransferException;

    /** All has come: makes it visible. */
    void commit() throws TransferException;

    /** It will not become whole: removes what can be removed. Does nothing after {@link #commit}. */
    void discard();

    /** Swallows everything. */
    static BodyTarget nowhere() {
        return new BodyTarget() {
            @Override
            public void write(ByteBuffer bytes) {}

            @Override
            public void commit() {}

            @Override
            public void discard() {}
        };
    }
}
