package dev.quiver.urlsession.internal.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a {@link RecordFile} does to files, step by step: each method is one thing after which the process may be gone.
 * Tests end it in the middle. What it makes is for its owner's eyes only, where the file system knows owners.
 */
public class Disk {
    /** Runs while the lock of a file is held. */
    @FunctionalInterface
    public interface Locked<T> {
        T run() throws IOException;
    }

    /** Runs alone among all processes that lock this file; makes its folder if need be. */
    public <T> T locked(Path lock, Locked<T> work) throws IOException {
        Path folder = lock.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(lock)) {
            create(lock);
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock " + lock + " cannot be had");
            }
            return work.run();
        } catch (OverlappingFileLockException e) {
            // Another copy of this library in the process, loaded apart.
            throw new IOException("the lock " + lock + " is held by this process already", e);
        }
    }

    /** So many bytes from this position on. */
    public byte[] read(Path file, long from, long count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException(file + " became shorter while it was read");
                }
            }
            return bytes.array();
        }
    }

    public long size(Path file) throws IOException {
        return Files.size(file);
    }

    /** Makes an empty file, unless there is one, which only its owner may read from now on. */
    public void create(Path file) throws IOException {
        boolean owners =
                Files.getFileAttributeView(file.toAbsolutePath().getParent(), PosixFileAttributeView.class) != null;
        try {
            if (owners) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException there) {
            if (owners) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    public void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    public void write(Path file, long at, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long position = at;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        }
    }

    /** Whatever was written is on the medium when this returns. */
    public void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Puts one file in the place of another: who reads sees the old or the new. */
    public void replace(Path next, Path file) throws IOException {
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
