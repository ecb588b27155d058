package dev.quiver.urlsession.internal.cache.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A body in a file. What is read whole is checked against its checksum before the last piece is given. */
final class FileReading implements BodyReading {
    private static final int PIECE = 64 * 1024;

    private final FileChannel file;
    private final CRC32C seen = new CRC32C();
    private final boolean whole;
    private final int checksum;
    private final long end;
    private long position;

    FileReading(FileChannel file, long complete, int checksum, long first, long length) {
        this.file = file;
        this.checksum = checksum;
        this.position = first;
        this.end = first + length;
        this.whole = length == complete;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (position == end) {
            return null;
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, end - position));
        while (piece.hasRemaining()) {
            int count = file.read(piece, position);
            if (count < 0) {
                throw new EOFException("a stored body is shorter than it was");
            }
            position += count;
        }
        piece.flip();
        seen.update(piece.duplicate());
        if (position == end && whole && (int) seen.getValue() != checksum) {
            throw new IOException("a stored body is not what was stored");
        }
        return piece.asReadOnlyBuffer();
    }

    @Override
    public boolean isSlow() {
        return true;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException nothingWasWritten) {
            // And so nothing is lost.
        }
    }
}
