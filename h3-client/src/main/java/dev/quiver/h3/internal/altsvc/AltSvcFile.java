package dev.quiver.h3.internal.altsvc;

import dev.quiver.h3.internal.altsvc.AltSvcCache.Known;
import dev.quiver.h3.internal.message.OriginKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * A cache's file, shared with other processes. Whoever writes holds the lock of a file beside it, reads what is there,
 * merges, writes a sibling and renames it: a reader sees the old or the new, never a half, whoever crashes.
 */
final class AltSvcFile {
    private static final System.Logger LOG = System.getLogger("dev.quiver.h3.altsvc");
    /** A thousand origins of eight alternatives with long names take less. */
    private static final long LARGEST = 8L << 20;
    /** A file lock holds between processes; between clients of this one, this does. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;

    AltSvcFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** What it has; nothing if there is no file, or one that cannot be read, which is told. */
    Map<OriginKey, Known> read() {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("it has more than " + LARGEST + " bytes");
            }
            return AltSvcText.read(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Map.of();
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the alternative services in {0} cannot be read and are forgotten: {1}",
                    file,
                    unreadable.toString());
            return Map.of();
        }
    }

    /** Replaces what it has by what becomes of it. */
    void update(UnaryOperator<Map<OriginKey, Known>> change) throws IOException {
        ReentrantLock own = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
        own.lock();
        try (FileChannel lock = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock beside " + file + " cannot be had");
            }
            replace(AltSvcText.write(change.apply(read())));
        } finally {
            own.unlock();
        }
    }

    private void replace(String text) throws IOException {
        // One name: who holds the lock is alone, and what a crash left is written over.
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
