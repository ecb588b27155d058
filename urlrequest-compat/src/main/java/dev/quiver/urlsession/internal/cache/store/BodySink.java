package dev.quiver.urlsession.internal.cache.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body in while it passes by: in memory while it is small, in a file from then on, and not at all once it is too
 * large or cannot be written: the one who reads it does not notice. For one thread at a time.
 */
public final class BodySink {
    private static final System.Logger LOG = System.getLogger(BodySink.class.getName());

    private final CacheFiles files;
    private final @Nullable Supplier<Path> newFile;
    private final long most;
    private final CRC32C checksum = new CRC32C();
    private byte[] memory = new byte[512];
    private int inMemory;
    private long length;
    private @Nullable Path path;
    private @Nullable FileChannel file;
    private boolean discarded;

    /**
     * @param newFile where to write what is larger than memory should hold, or null for nowhere
     * @param most the length from which on it is too large
     */
    BodySink(CacheFiles files, @Nullable Supplier<Path> newFile, long most) {
        this.files = files;
        this.newFile = newFile;
        this.most = most;
    }

    /** Takes in what remains of this buffer, which is left as it is. */
    public void write(ByteBuffer buffer) {
        if (discarded) {
            return;
        }
        length += buffer.remaining();
        if (length > most) {
            discard();
            return;
        }
        checksum.update(buffer.duplicate());
        try {
            if (file == null && newFile != null && length > DiskStore.CHECKED_WHOLE) {
                path = newFile.get();
                file = files.create(path);
                files.append(file, ByteBuffer.wrap(memory, 0, inMemory));
                memory = new byte[0];
            }
            if (file != null) {
                files.append(file, buffer.duplicate());
            } else {
                keep(buffer.duplicate());
            }
        } catch (IOException unwritable) {
            LOG.log(Level.WARNING, "a response is not cached: its file cannot be written", unwritable);
            discard();
        }
    }

    /** Whether {@link #finish} has to wait for the medium. */
    public boolean isSlow() {
        return file != null;
    }

    /** The body, or null where it was not taken in. Nothing may be written after. */
    public @Nullable FinishedBody finish() {
        if (discarded) {
            return null;
        }
        int sum = (int) checksum.getValue();
        FileChannel open = file;
        if (open == null) {
            return new FinishedBody(length, sum, Arrays.copyOf(memory, inMemory), null);
        }
        try (open) {
            files.force(open);
        } catch (IOException unwritable) {
            LOG.log(Level.WARNING, "a response is not cached: its file cannot be written", unwritable);
            discard();
            return null;
        }
        return new FinishedBody(length, sum, null, path);
    }

    /** Forgets what came. Idempotent. */
    public void discard() {
        discarded = true;
        memory = new byte[0];
        FileChannel open = file;
        Path written = path;
        file = null;
        path = null;
        try {
            if (open != null) {
                open.close();
            }
            if (written != null) {
                files.delete(written);
            }
        } catch (IOException left) {
            LOG.log(Level.DEBUG, "a file is left for the next one to sweep up", left);
        }
    }

    private void keep(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (inMemory + count > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(inMemory + count, memory.length * 2));
        }
        bytes.get(memory, inMemory, count);
        inMemory += count;
    }
}
