package dev.quiver.cli.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A body that goes raw to standard output as it comes. */
public final class StreamTarget implements BodyTarget {
    private final OutputStream out;
    private final byte[] chunk = new byte[64 * 1024];

    public StreamTarget(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException {
        try {
            while (bytes.hasRemaining()) {
                int length = Math.min(bytes.remaining(), chunk.length);
                bytes.get(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        } catch (IOException e) {
            throw TransferException.output("cannot write to standard output: " + e.getMessage(), e);
        }
    }

    @Override
    public void commit() throws TransferException {
        try {
            out.flush();
        } catch (IOException e) {
            throw TransferException.output("cannot write to standard output: " + e.getMessage(), e);
        }
    }

    /** What was written has been seen: there is nothing to take back. */
    @Override
    public void discard() {}
}
