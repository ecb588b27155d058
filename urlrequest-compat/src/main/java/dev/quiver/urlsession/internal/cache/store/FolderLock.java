package dev.quiver.urlsession.internal.cache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * One writer at a time in a folder, over all processes and all caches of this one. The locked file holds the bytes that
 * the folder's entries take, which each writer hands to the next.
 */
final class FolderLock {
    /** File locks are a process's: within it, this keeps the writers apart. */
    private static final Map<Path, ReentrantLock> WITHIN = new ConcurrentHashMap<>();

    private static final int SIZE = Long.BYTES + Integer.BYTES;

    /** Work under the lock. */
    @FunctionalInterface
    interface Work {
        /**
         * @param total the bytes before, or -1 where nobody knows
         * @return the bytes after it
         */
        long run(long total) throws IOException;
    }

    private final Path file;
    private final ReentrantLock within;

    FolderLock(Path file) {
        this.file = file;
        this.within = WITHIN.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    }

    void run(Work work) throws IOException {
        within.lock();
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock " + file + " cannot be had");
            }
            long before = read(channel);
            long after = -1;
            try {
                after = work.run(before);
            } finally {
                write(channel, after);
            }
        } finally {
            within.unlock();
        }
    }

    private static long read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // On to the end.
        }
        if (bytes.hasRemaining()) {
            return -1;
        }
        return bytes.getInt(Long.BYTES) == checksum(bytes.array()) ? bytes.getLong(0) : -1;
    }

    private static void write(FileChannel channel, long total) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).putLong(total);
        bytes.putInt(checksum(bytes.array())).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, Long.BYTES);
        return (int) checksum.getValue();
    }
}
