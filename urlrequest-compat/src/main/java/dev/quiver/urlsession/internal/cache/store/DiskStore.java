package dev.quiver.urlsession.internal.cache.store;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * Responses in files: one small record per URI, which names a file per body. Bodies never change and are never
 * named twice; a record changes by being replaced. So whoever reads needs no lock, and a process that is killed, or a
 * machine that loses power, leaves the old or the new record, or a torn one, which its checksum gives away. All methods
 * block; reading is for any thread, writing for one of each process at a time (which {@link ResponseStore} sees to).
 */
final class DiskStore implements AutoCloseable {
    /** Up to here a body is read and checked whole before any of it is given; larger ones are forced to the medium. */
    static final int CHECKED_WHOLE = 64 * 1024;

    private static final String LAYOUT = "v1";
    private static final int MOST_VARIANTS = 16;
    private static final Duration TOUCH_AFTER = Duration.ofMinutes(1);

    private final CacheFiles files;
    private final Path layout;
    private final Path records;
    private final Path bodies;
    private final FolderLock lock;
    private final long capacity;
    private final Incoming incoming;

    private DiskStore(CacheFiles files, Path layout, FolderLock lock, long capacity, Incoming incoming) {
        this.files = files;
        this.layout = layout;
        this.records = layout.resolve("records");
        this.bodies = layout.resolve("bodies");
        this.lock = lock;
        this.capacity = capacity;
        this.incoming = incoming;
    }

    /** @throws IOException if the folder cannot be made or written */
    static DiskStore open(CacheFiles files, Path folder, long capacity) throws IOException {
        Path layout = folder.resolve(LAYOUT);
        files.createFolder(folder);
        files.createFolder(layout);
        for (String part : List.of("records", "bodies", "incoming")) {
            files.createFolder(layout.resolve(part));
        }
        FolderLock lock = new FolderLock(layout.resolve("lock"));
        Incoming[] made = new Incoming[1];
        lock.run(total -> {
            made[0] = Incoming.open(files, layout.resolve("incoming"));
            return total;
        });
        return new DiskStore(files, layout, lock, capacity, made[0]);
    }

    /** All that is stored for a key. */
    List<StoredResponse> find(String key) throws IOException {
        Path record = record(key);
        List<StoredResponse> found = read(record);
        found.removeIf(response -> !response.key().equals(key));
        Instant now = Instant.now();
        if (!found.isEmpty() && used(record, now).isBefore(now.minus(TOUCH_AFTER))) {
            files.touch(record, now);
        }
        return found;
    }

    /** @throws IOException if the body is not there, or is not what was stored */
    BodyReading read(StoredResponse response, long first, long length) throws IOException {
        return read(bodies.resolve(response.id()), response.length(), response.checksum(), first, length);
    }

    static BodyReading read(Path file, long complete, int checksum, long first, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            if (channel.size() != complete) {
                throw new IOException("a stored body has " + channel.size() + " bytes, not " + complete);
            }
            if (complete > CHECKED_WHOLE) {
                return new FileReading(channel, complete, checksum, first, length);
            }
        } catch (IOException unusable) {
            channel.close();
            throw unusable;
        }
        try (channel) {
            ByteBuffer bytes = ByteBuffer.allocate((int) complete);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // On to the end.
            }
            CRC32C seen = new CRC32C();
            seen.update(bytes.array());
            if ((int) seen.getValue() != checksum) {
                throw new IOException("a stored body is not what was stored");
            }
            return new MemoryReading(bytes.array(), first, length);
        }
    }

    /** A file to write a body into. */
    Path newBody() {
        return incoming.next();
    }

    /** Stores a response, in place of the same variant. The body's file is taken over. */
    void put(StoredResponse response, FinishedBody body) throws IOException {
        Path source = body.file();
        if (source == null) {
            source = incoming.next();
            write(source, body.bytes() == null ? new byte[0] : body.bytes());
        }
        Path written = source;
        lock.run(total -> {
            files.move(written, bodies.resolve(response.id()));
            return change(total, response.key(), before -> {
                List<StoredResponse> next = new ArrayList<>(before);
                next.removeIf(response::sameVariant);
                next.add(response);
                return next.subList(Math.max(0, next.size() - MOST_VARIANTS), next.size());
            });
        });
    }

    /** Replaces what is remembered of a response whose body stays; nothing where that is gone. */
    void update(StoredResponse response) throws IOException {
        lock.run(total -> change(total, response.key(), before -> {
            List<StoredResponse> next = new ArrayList<>(before);
            next.replaceAll(one -> one.id().equals(response.id()) ? response : one);
            return next;
        }));
    }

    /** Takes away those stored for a key that are meant. */
    void remove(String key, Predicate<StoredResponse> meant) throws IOException {
        lock.run(total -> change(total, key, before -> {
            List<StoredResponse> next = new ArrayList<>(before);
            next.removeIf(meant);
            return next;
        }));
    }

    /** Takes away all that are meant, of all keys. */
    void removeAll(Predicate<StoredResponse> meant) throws IOException {
        lock.run(total -> {
            for (Path record : files.list(records)) {
                List<StoredResponse> before = read(record);
                replace(record, before, before.stream().filter(meant.negate()).toList());
            }
            return sweep();
        });
    }

    /** The bytes of all entries, by all processes. */
    long usage() throws IOException {
        long[] usage = new long[1];
        lock.run(total -> usage[0] = total < 0 ? sweep() : total);
        return usage[0];
    }

    /** Finds what a crash has left behind, and how much there is. */
    void sweepUp() throws IOException {
        lock.run(total -> evict(sweep()));
    }

    @Override
    public void close() throws IOException {
        incoming.close();
    }

    @Override
    public String toString() {
        return layout.toString();
    }

    private interface Edit {
        List<StoredResponse> apply(List<StoredResponse> before);
    }

    private long change(long total, String key, Edit edit) throws IOException {
        Path record = record(key);
        List<StoredResponse> before = read(record);
        long sizeBefore = size(record);
        List<StoredResponse> after = edit.apply(before);
        if (after.equals(before)) {
            return total;
        }
        replace(record, before, after);
        long change = size(record) - sizeBefore + bytes(after) - bytes(before);
        return evict(total < 0 ? sweep() : total + change);
    }

    /** First the record, then the bodies: what a record names is there. */
    private void replace(Path record, List<StoredResponse> before, List<StoredResponse> after) throws IOException {
        if (after.isEmpty()) {
            files.delete(record);
        } else if (!after.equals(before)) {
            Path next = incoming.next();
            write(next, RecordCodec.encode(after));
            files.move(next, record);
        }
        Set<String> named = new HashSet<>();
        after.forEach(response -> named.add(response.id()));
        for (StoredResponse response : before) {
            if (!named.contains(response.id())) {
                files.delete(bodies.resolve(response.id()));
            }
        }
    }

    /** Deletes what no record names and records that are none; returns the bytes of the rest. Under the lock. */
    private long sweep() throws IOException {
        Set<String> named = new HashSet<>();
        long total = 0;
        for (Path record : files.list(records)) {
            List<StoredResponse> responses = read(record);
            if (responses.isEmpty()) {
                files.delete(record);
                continue;
            }
            responses.forEach(response -> named.add(response.id()));
            total += size(record) + bytes(responses);
        }
        for (Path body : files.list(bodies)) {
            if (!named.contains(String.valueOf(body.getFileName()))) {
                files.delete(body);
            }
        }
        return total;
    }

    /** Takes away the longest unused until there is room for a while. Under the lock. */
    private long evict(long total) throws IOException {
        if (total <= capacity) {
            return total;
        }
        record Aged(Path record, Instant used) {}
        List<Aged> all = new ArrayList<>();
        for (Path record : files.list(records)) {
            all.add(new Aged(record, used(record, Instant.EPOCH)));
        }
        all.sort(Comparator.comparing(Aged::used));
        long left = sweep();
        for (Aged oldest : all) {
            if (left <= capacity / 10 * 9) {
                break;
            }
            List<StoredResponse> gone = read(oldest.record);
            left -= size(oldest.record) + bytes(gone);
            replace(oldest.record, gone, List.of());
        }
        return left;
    }

    private List<StoredResponse> read(Path record) throws IOException {
        try {
            Optional<List<StoredResponse>> whole = RecordCodec.decode(files.read(record));
            return new ArrayList<>(whole.orElse(List.of()));
        } catch (NoSuchFileException none) {
            return new ArrayList<>();
        }
    }

    /** A record needs no force: a torn one is none, and says so. A large body does: it is given before it is read whole. */
    private void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = files.create(file)) {
            files.append(channel, ByteBuffer.wrap(bytes));
        }
    }

    private Path record(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return records.resolve(HexFormat.of().formatHex(digest, 0, 20));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** When it was last looked for, within a minute; the default where another process has taken it away meanwhile. */
    private static Instant used(Path record, Instant gone) throws IOException {
        try {
            return Files.getLastModifiedTime(record).toInstant();
        } catch (NoSuchFileException meanwhile) {
            return gone;
        }
    }

    private static long bytes(List<StoredResponse> responses) {
        return responses.stream().mapToLong(StoredResponse::length).sum();
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }
}
