package dev.quiver.urlsession.internal.cache.store;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses of one cache. What is put, updated or removed is seen by the next {@link #find} of this process;
 * files follow in the background, in order. Thread-safe. {@code find}, {@code read} and the sums may block; the rest does
 * not. What cannot be read or written is not stored, and said in the log: a cache never fails a load.
 */
public final class ResponseStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ResponseStore.class.getName());

    /** One response takes a twentieth of a capacity at most, as Apple has it, so that no one response empties it. */
    private static final int SHARE = 20;

    private final CacheFiles files;
    private final MemoryStore memory;
    private final @Nullable DiskStore disk;
    private final long mostInMemory;
    private final long mostOnDisk;
    private final Changes changes = new Changes();

    private ResponseStore(CacheFiles files, @Nullable DiskStore disk, long memoryCapacity, long diskCapacity) {
        this.files = files;
        this.disk = disk;
        this.memory = new MemoryStore(memoryCapacity);
        this.mostInMemory = memoryCapacity / SHARE;
        this.mostOnDisk = disk == null ? 0 : diskCapacity / SHARE;
    }

    /**
     * @param folder where files go, or null for memory only
     * @throws IOException if the folder cannot be made or written
     */
    public static ResponseStore open(CacheFiles files, @Nullable Path folder, long memoryCapacity, long diskCapacity)
            throws IOException {
        DiskStore disk = folder == null ? null : DiskStore.open(files, folder, diskCapacity);
        ResponseStore store = new ResponseStore(files, disk, memoryCapacity, diskCapacity);
        if (disk != null) {
            store.changes.add(new Change((key, before) -> before, disk::sweepUp, null, null));
        }
        return store;
    }

    /** For what blocks: looking up and reading. In memory nothing does. */
    public Executor executor() {
        return disk == null ? Runnable::run : changes.readers();
    }

    /** All that is stored for a key; see {@link dev.quiver.urlsession.internal.cache.CacheKey}. */
    public List<StoredResponse> find(String key) {
        List<StoredResponse> found = new ArrayList<>(memory.find(key));
        if (disk == null) {
            return found;
        }
        List<Change> waiting = changes.waiting();
        List<StoredResponse> stored = new ArrayList<>();
        try {
            stored.addAll(disk.find(key));
        } catch (IOException | RuntimeException unreadable) {
            // File systems that are no directory of a disk throw all kinds.
            LOG.log(Level.WARNING, "the cache in " + disk + " cannot be read", unreadable);
        }
        for (Change change : waiting) {
            stored = change.effect().on(key, stored);
        }
        found.addAll(stored);
        return found;
    }

    /** @throws IOException if the body is not there any more, or is damaged */
    public BodyReading read(StoredResponse response, long first, long length) throws IOException {
        byte[] bytes = memory.body(response.id());
        if (bytes != null) {
            return new MemoryReading(bytes, first, length);
        }
        FinishedBody waiting = changes.body(response.id());
        if (waiting != null) {
            try {
                return read(waiting, first, length);
            } catch (NoSuchFileException moved) {
                // It has found its place meanwhile.
            }
        }
        if (disk == null) {
            throw new NoSuchFileException(response.id());
        }
        BodyReading reading = disk.read(response, first, length);
        if (response.length() <= Math.min(mostInMemory, DiskStore.CHECKED_WHOLE)) {
            return copied(response, reading, first, length);
        }
        return reading;
    }

    /** Reads a body that has no place yet. */
    public BodyReading read(FinishedBody body, long first, long length) throws IOException {
        return body.file() == null
                ? new MemoryReading(body.bytes() == null ? new byte[0] : body.bytes(), first, length)
                : DiskStore.read(body.file(), body.length(), body.checksum(), first, length);
    }

    private BodyReading copied(StoredResponse response, BodyReading reading, long first, long length)
            throws IOException {
        if (length != response.length() || length == 0) {
            return reading;
        }
        try (reading) {
            byte[] bytes = new byte[(int) length];
            ByteBuffer piece = reading.next();
            if (piece == null || piece.remaining() != length) {
                throw new IOException("a stored body is not what was stored");
            }
            piece.get(bytes);
            memory.copy(response.id(), bytes);
            return new MemoryReading(bytes, first, length);
        }
    }

    /** Takes in a body that may come to be stored. */
    public BodySink sink() {
        return disk == null
                ? new BodySink(files, null, mostInMemory)
                : new BodySink(files, disk::newBody, Math.max(mostInMemory, mostOnDisk));
    }

    /**
     * Stores a response in place of the same variant. The body is taken over.
     *
     * @param inMemoryOnly not in files
     */
    public void put(StoredResponse head, FinishedBody body, boolean inMemoryOnly) {
        StoredResponse response = head.withBody(UUID.randomUUID().toString(), body.length(), body.checksum());
        byte[] bytes = body.bytes();
        boolean fits = bytes != null && body.length() <= mostInMemory;
        if (disk == null || inMemoryOnly) {
            remove(response.key(), response::sameVariant);
            if (fits && bytes != null) {
                memory.put(response, bytes);
            } else {
                discard(body);
            }
            return;
        }
        if (body.length() > mostOnDisk || changes.areBehind()) {
            remove(response.key(), response::sameVariant);
            discard(body);
            return;
        }
        memory.remove(response.key(), response::sameVariant);
        if (fits && bytes != null) {
            memory.copy(response.id(), bytes);
        }
        changes.add(new Change(
                (key, before) -> {
                    if (!key.equals(response.key())) {
                        return before;
                    }
                    List<StoredResponse> after = new ArrayList<>(before);
                    after.removeIf(response::sameVariant);
                    after.add(response);
                    return after;
                },
                () -> {
                    try {
                        disk.put(response, body);
                    } catch (IOException unwritable) {
                        discard(body);
                        throw unwritable;
                    }
                },
                response.id(),
                body));
    }

    /** Forgets a body that is not wanted after all. */
    public void discard(FinishedBody body) {
        if (body.file() != null) {
            try {
                files.delete(body.file());
            } catch (IOException left) {
                LOG.log(Level.DEBUG, "a file is left for the next one to sweep up", left);
            }
        }
    }

    /** Replaces what is remembered of a response whose body stays. */
    public void update(StoredResponse response) {
        memory.update(response);
        if (disk != null) {
            changes.add(new Change(
                    (key, before) -> {
                        List<StoredResponse> after = new ArrayList<>(before);
                        after.replaceAll(one -> one.id().equals(response.id()) ? response : one);
                        return after;
                    },
                    () -> disk.update(response),
                    null,
                    null));
        }
    }

    /** Forgets those of a key that are meant. */
    public void remove(String key, Predicate<StoredResponse> meant) {
        memory.remove(key, meant);
        if (disk != null) {
            changes.add(new Change(
                    (other, before) -> other.equals(key) ? without(before, meant) : before,
                    () -> disk.remove(key, meant),
                    null,
                    null));
        }
    }

    /** Forgets all that are meant. */
    public void removeAll(Predicate<StoredResponse> meant) {
        memory.removeAll(meant);
        if (disk != null) {
            changes.add(new Change((key, before) -> without(before, meant), () -> disk.removeAll(meant), null, null));
        }
    }

    private static List<StoredResponse> without(List<StoredResponse> before, Predicate<StoredResponse> meant) {
        List<StoredResponse> after = new ArrayList<>(before);
        after.removeIf(meant);
        return after;
    }

    /** The bytes in memory. */
    public long memoryUsage() {
        return memory.usage();
    }

    /** The bytes in files, all processes' together. */
    public long diskUsage() {
        if (disk == null) {
            return 0;
        }
        changes.flush();
        try {
            return disk.usage();
        } catch (IOException unreadable) {
            LOG.log(Level.WARNING, "the cache in " + disk + " cannot be read", unreadable);
            return 0;
        }
    }

    /** Waits until the files hold what was put so far. */
    public void flush() {
        changes.flush();
    }

    /** Waits for the files and lets go of the folder. What is put after is not kept in files. Idempotent. */
    @Override
    public void close() {
        changes.close();
        if (disk != null) {
            try {
                disk.close();
            } catch (IOException nothingToSave) {
                LOG.log(Level.DEBUG, "the lock of " + disk + " did not close", nothingToSave);
            }
        }
    }
}
