package dev.quiver.urlsession.internal.cache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder in which one open store writes what is not whole yet. A lock that lasts as long as the store tells others
 * that it lives; what the dead have left is swept up.
 */
final class Incoming implements AutoCloseable {
    private static final String LOCK = "owner.lock";

    private final Path folder;
    private final FileChannel lockFile;
    private final AtomicLong count = new AtomicLong();

    private Incoming(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** Under the {@link FolderLock}. */
    static Incoming open(CacheFiles files, Path all) throws IOException {
        sweep(files, all);
        Path own = all.resolve(UUID.randomUUID().toString());
        files.createFolder(own);
        FileChannel lockFile = FileChannel.open(
                own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // Held until the channel closes, at the latest with the process.
        FileLock held = lockFile.tryLock();
        if (held == null) {
            lockFile.close();
            throw new IOException("the lock of the new folder " + own + " is taken");
        }
        return new Incoming(own, lockFile);
    }

    /** A file that does not exist yet. */
    Path next() {
        return folder.resolve(Long.toString(count.getAndIncrement()));
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static void sweep(CacheFiles files, Path all) throws IOException {
        for (Path other : files.list(all)) {
            if (Files.isDirectory(other) && ownerIsGone(other.resolve(LOCK))) {
                List<Path> left = files.list(other);
                for (Path file : left) {
                    files.delete(file);
                }
                files.delete(other);
            }
        }
    }

    private static boolean ownerIsGone(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (OverlappingFileLockException alive) {
            return false;
        }
    }
}
