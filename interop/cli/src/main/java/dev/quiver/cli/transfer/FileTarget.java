package dev.quiver.cli.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A body that goes to a file: written to a sibling, which takes the final name only once all has come. What is no
 * regular file ({@code /dev/null}, a pipe) is written straight to.
 */
public final class FileTarget implements BodyTarget {
    private final Path target;
    private final @Nullable Path sibling;
    private final FileChannel channel;
    private boolean over;

    private FileTarget(Path target, @Nullable Path sibling, FileChannel channel) {
        this.target = target;
        this.sibling = sibling;
        this.channel = channel;
    }

    /**
     * Opens the sibling.
     *
     * @throws TransferException of exit code 23, saying why it cannot be written
     */
    public static FileTarget open(Path file) throws TransferException {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.isDirectory(target)) {
                throw unwritable(file, "it is a directory", null);
            }
            if (Files.exists(target) && !Files.isWritable(target)) {
                throw unwritable(file, "permission denied", null);
            }
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return new FileTarget(target, null, FileChannel.open(target, StandardOpenOption.WRITE));
            }
            return openSibling(target);
        } catch (IOException e) {
            throw unwritable(file, FileReasons.of(e, file), e);
        }
    }

    private static FileTarget openSibling(Path target) throws IOException {
        while (true) {
            String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
            Path sibling = target.resolveSibling("." + target.getFileName() + "." + random + ".part");
            try {
                FileChannel channel =
                        FileChannel.open(sibling, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return new FileTarget(target, sibling, channel);
            } catch (FileAlreadyExistsException again) {
                // Another transfer drew the same number.
            }
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw unwritable(target, FileReasons.of(e, target), e);
        }
    }

    @Override
    public void commit() throws TransferException {
        try {
            channel.close();
            if (sibling != null) {
                rename(sibling, target);
            }
        } catch (IOException e) {
            throw unwritable(target, FileReasons.of(e, target), e);
        }
        over = true;
    }

    @Override
    public synchronized void discard() {
        if (over) {
            return;
        }
        over = true;
        try {
            channel.close();
            if (sibling != null) {
                Files.deleteIfExists(sibling);
            }
        } catch (IOException e) {
            System.getLogger(FileTarget.class.getPackageName())
                    .log(System.Logger.Level.WARNING, "could not remove " + sibling, e);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static TransferException unwritable(Path file, String why, @Nullable Throwable cause) {
        return TransferException.output("cannot write " + file + ": " + why, cause);
    }
}
