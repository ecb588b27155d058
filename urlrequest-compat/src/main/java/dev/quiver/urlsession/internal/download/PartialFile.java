package dev.quiver.urlsession.internal.download;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** The file that a download is written to, locked against a second download of the same. Used by one thread at a time. */
public final class PartialFile implements Closeable {
    /** So many bytes at the end of what came are checked before a download goes on. */
    static final int TAIL = 64 * 1024;

    private final Path path;
    private final FileChannel channel;
    private long length;

    private PartialFile(Path path, FileChannel channel, long length) {
        this.path = path;
        this.channel = channel;
        this.length = length;
    }

    /** A new, empty one in the system's folder for temporary files, for this user's eyes only. */
    public static PartialFile create() throws IOException {
        return open(Files.createTempFile("quiver-download-", ".part"), 0);
    }

    /**
     * Goes on with one that was left.
     *
     * @throws IOException if it is not there, not as it was left, or in use
     */
    public static PartialFile reopen(ResumeData left) throws IOException {
        if (!Files.isRegularFile(left.file())) {
            throw new IOException(left.file() + " is gone");
        }
        PartialFile file = open(left.file(), left.length());
        try {
            if (file.channel.size() < left.length() || file.tailCheck() != left.tailCheck()) {
                throw new IOException(left.file() + " was changed since");
            }
            file.channel.truncate(left.length());
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static PartialFile open(Path path, long length) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new InUseException(path);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new InUseException(path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new PartialFile(path, channel, length);
    }

    public Path path() {
        return path;
    }

    /** How many bytes are in it. */
    public long length() {
        return length;
    }

    /** Adds all that is left of the buffer. */
    public void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            length += channel.write(bytes, length);
        }
    }

    /** Drops all that is in it. */
    public void clear() throws IOException {
        channel.truncate(0);
        length = 0;
    }

    /** Sees to it that what is in it survives, and gives the check sum of its end. */
    public int keep() throws IOException {
        channel.force(true);
        return tailCheck();
    }

    private int tailCheck() throws IOException {
        ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL, length));
        long from = length - tail.capacity();
        while (tail.hasRemaining()) {
            if (channel.read(tail, from + tail.position()) < 0) {
                throw new EOFException(path + " is shorter than it was");
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(tail.flip());
        return (int) crc.getValue();
    }

    /** Leaves the file where it is. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Closes and deletes it. */
    public void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    /** Another download goes on with the same file. */
    public static final class InUseException extends IOException {
        private static final long serialVersionUID = 1L;

        InUseException(Path path) {
            super(path + " is in use by another download");
        }
    }
}
