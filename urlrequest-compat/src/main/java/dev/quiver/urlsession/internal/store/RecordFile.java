package dev.quiver.urlsession.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A map of short texts in a file that several processes write at once. A write appends one frame, under the lock of a file
 * beside it and behind what others wrote meanwhile, which it takes over: nobody's change is lost to another's. When the
 * file is mostly history it is written anew and put in place by renaming. Whoever is killed at whatever point leaves each
 * write done or not done.
 *
 * <p>A file that is damaged is kept as {@code NAME.damaged}, what stands before the damage goes on; a file of a later
 * version or of another kind is not touched. Both are told to the log, and neither throws.
 *
 * <p>Not thread-safe: its owner's lock guards it. Blocks for the file system and for other processes' writes.
 */
public final class RecordFile {
    private static final System.Logger LOG = System.getLogger("dev.quiver.urlsession.store");
    /** More than the fullest store with as much history again. */
    private static final long LARGEST = 64L << 20;
    /** History is not worth writing a file anew below this. */
    private static final long SMALL = 64L << 10;

    private static final SecureRandom RANDOM = new SecureRandom();
    /** A file lock holds between processes; between stores of this one, this does. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    private final Path lock;
    private final String kind;
    private final Disk disk;
    /** What the file has, as far as it was read. */
    private final Map<String, String> known = new LinkedHashMap<>();
    /** What could not be written yet. */
    private final Map<String, RecordChange> pending = new LinkedHashMap<>();

    private long generation;
    private long end;
    private boolean foreign;
    private boolean told;

    /**
     * Reads nothing yet.
     *
     * @param kind what the records are, at most eight letters; a file of another kind is left alone
     */
    public RecordFile(Path file, String kind, Disk disk) {
        this.file = file.toAbsolutePath().normalize();
        this.lock = this.file.resolveSibling(this.file.getFileName() + ".lock");
        this.kind = kind;
        this.disk = disk;
    }

    public Path path() {
        return file;
    }

    /** What the file has now; what was known before if it cannot be read, which is told. */
    public Map<String, String> read() {
        run(List.of());
        return Map.copyOf(known);
    }

    /**
     * Puts these into the file, all or none. What cannot be written is told and comes with the next write.
     *
     * @return what others had changed before, without what these change again
     */
    public List<RecordChange> write(List<RecordChange> changes) {
        changes.forEach(change -> {
            pending.remove(change.key());
            pending.put(change.key(), change);
        });
        return run(List.copyOf(pending.values()));
    }

    /** Writes the file without its history, so that what was deleted is gone from the medium's files too. */
    public void forgetHistory() {
        guarded(() -> {
            takeOver();
            if (!foreign) {
                rewrite();
            }
            return List.of();
        });
    }

    /** When this returns, what was written survives a loss of power, unless the file system lies. */
    public void force() {
        guarded(() -> {
            if (!foreign && end > 0) {
                disk.force(file);
            }
            return List.of();
        });
    }

    private List<RecordChange> run(List<RecordChange> mine) {
        return guarded(() -> {
            List<RecordChange> others = takeOver();
            if (foreign) {
                return others;
            }
            List<RecordChange> news = mine.stream().filter(this::isNews).toList();
            if (!news.isEmpty()) {
                append(news);
            }
            others.removeIf(other -> pending.containsKey(other.key()));
            pending.clear();
            if (end > SMALL && end > 2 * liveBytes()) {
                rewrite();
            }
            return others;
        });
    }

    private boolean isNews(RecordChange change) {
        return !Objects.equals(known.get(change.key()), change.value());
    }

    private List<RecordChange> guarded(Disk.Locked<List<RecordChange>> work) {
        ReentrantLock own = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
        own.lock();
        try {
            List<RecordChange> done = disk.locked(lock, work);
            told = foreign;
            return done;
        } catch (IOException | SecurityException e) {
            tell("cannot be used now, its changes wait in memory: " + e);
            return List.of();
        } finally {
            own.unlock();
        }
    }

    /** Takes over what others wrote since. */
    private List<RecordChange> takeOver() throws IOException {
        long size;
        try {
            size = disk.size(file);
        } catch (NoSuchFileException none) {
            size = 0;
        }
        if (size == 0) {
            // Taken away, or never there: what is known is put back by the next writing of the whole.
            end = 0;
            generation = 0;
            return new ArrayList<>();
        }
        if (size > LARGEST) {
            setAside("has more than " + LARGEST + " bytes");
            rewrite();
            return new ArrayList<>();
        }
        RecordFrames.Head found =
                size < RecordFrames.HEAD_BYTES ? null : RecordFrames.head(disk.read(file, 0, RecordFrames.HEAD_BYTES));
        if (found == null) {
            setAside("does not begin as such a file does");
            rewrite();
            return new ArrayList<>();
        }
        foreign = !found.isReadable() || !found.kind().equals(kind);
        if (foreign) {
            tell("is of kind \"" + found.kind() + "\" version " + found.version() + ", and not of \"" + kind
                    + "\" version 1: it is left alone, and nothing is kept");
            return new ArrayList<>();
        }
        boolean anew = found.generation() != generation || end == 0 || end > size;
        generation = found.generation();
        return takeFrames(anew ? RecordFrames.HEAD_BYTES : end, size, anew);
    }

    private List<RecordChange> takeFrames(long from, long size, boolean anew) throws IOException {
        RecordFrames.Found found = RecordFrames.frames(disk.read(file, from, size - from));
        Map<String, String> before = anew ? new LinkedHashMap<>(known) : Map.of();
        if (anew) {
            known.clear();
        }
        found.changes().forEach(this::learn);
        end = from + found.validBytes();
        if (found.broken()) {
            setAside("is damaged at byte " + end);
            rewrite();
        }
        return anew ? differences(before) : new ArrayList<>(found.changes());
    }

    private List<RecordChange> differences(Map<String, String> before) {
        List<RecordChange> changes = new ArrayList<>();
        before.keySet().stream()
                .filter(key -> !known.containsKey(key))
                .forEach(key -> changes.add(new RecordChange(key, null)));
        known.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(new RecordChange(key, value));
            }
        });
        return changes;
    }

    private void learn(RecordChange change) {
        known.remove(change.key());
        if (change.value() != null) {
            known.put(change.key(), change.value());
        }
    }

    private void append(List<RecordChange> mine) throws IOException {
        if (end == 0) {
            mine.forEach(this::learn);
            rewrite();
            return;
        }
        ByteBuffer frame = RecordFrames.frame(mine);
        int bytes = frame.remaining();
        // Whoever was killed here before left the beginning of a frame.
        disk.truncate(file, end);
        disk.write(file, end, frame);
        end += bytes;
        mine.forEach(this::learn);
    }

    private long liveBytes() {
        long bytes = RecordFrames.HEAD_BYTES;
        for (Map.Entry<String, String> each : known.entrySet()) {
            bytes += 8L + each.getKey().length() + each.getValue().length();
        }
        return bytes;
    }

    private void rewrite() throws IOException {
        long next = RANDOM.nextLong() | 1;
        ByteBuffer frame = known.isEmpty()
                ? ByteBuffer.allocate(0)
                : RecordFrames.frame(known.entrySet().stream()
                        .map(each -> new RecordChange(each.getKey(), each.getValue()))
                        .toList());
        ByteBuffer whole = ByteBuffer.allocate(RecordFrames.HEAD_BYTES + frame.remaining());
        whole.put(RecordFrames.head(kind, next)).put(frame).flip();
        int bytes = whole.remaining();
        // One name: who holds the lock is alone, and what was left by one who was killed is written over.
        Path sibling = file.resolveSibling(file.getFileName() + ".new");
        disk.create(sibling);
        disk.truncate(sibling, 0);
        disk.write(sibling, 0, whole);
        disk.force(sibling);
        disk.replace(sibling, file);
        generation = next;
        end = bytes;
    }

    private void setAside(String why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        disk.replace(file, aside);
        told = false;
        tell(why + " and is kept as " + aside.getFileName() + "; what could be read goes on");
        end = 0;
    }

    private void tell(String what) {
        if (!told) {
            told = true;
            LOG.log(System.Logger.Level.WARNING, "{0} {1}", file, what);
        }
    }
}
