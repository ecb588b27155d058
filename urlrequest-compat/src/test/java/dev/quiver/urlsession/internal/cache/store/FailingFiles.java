package dev.quiver.urlsession.internal.cache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Files under a process that dies at a given step, a write in the middle included; {@link #losePower} then takes away
 * what a medium without power may have lost: bytes that were not forced, and the latest renames.
 */
final class FailingFiles extends CacheFiles {
    /** The process is gone. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Move(Path from, Path to, byte @Nullable [] replaced) {}

    private final Random random;
    private final long dieAt;
    private final Map<FileChannel, Path> open = new HashMap<>();
    private final Map<Path, Long> forced = new HashMap<>();
    private final Deque<Move> moves = new ArrayDeque<>();
    private long steps;

    /** @param dieAt the step that does not come to its end; a large number for never */
    FailingFiles(long seed, long dieAt) {
        this.random = new Random(seed);
        this.dieAt = dieAt;
    }

    long steps() {
        return steps;
    }

    private boolean dies() {
        if (steps > dieAt) {
            throw new Died();
        }
        return ++steps > dieAt;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        if (dies()) {
            throw new Died();
        }
        FileChannel channel = super.create(file);
        open.put(channel, file);
        forced.put(file, 0L);
        return channel;
    }

    @Override
    public void append(FileChannel file, ByteBuffer bytes) throws IOException {
        if (dies()) {
            super.append(file, bytes.slice(bytes.position(), random.nextInt(bytes.remaining() + 1)));
            throw new Died();
        }
        super.append(file, bytes);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        if (dies()) {
            throw new Died();
        }
        forced.put(open.get(file), file.size());
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (dies()) {
            throw new Died();
        }
        moves.push(new Move(from, to, Files.exists(to) ? Files.readAllBytes(to) : null));
        super.move(from, to);
        Long known = forced.remove(from);
        if (known != null) {
            forced.put(to, known);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        if (dies()) {
            throw new Died();
        }
        super.delete(file);
        forced.remove(file);
    }

    @Override
    public void touch(Path file, Instant when) throws IOException {
        if (dies()) {
            throw new Died();
        }
        super.touch(file, when);
    }

    void losePower() throws IOException {
        for (int undo = random.nextInt(4); undo > 0 && !moves.isEmpty(); undo--) {
            Move last = moves.pop();
            if (Files.exists(last.to) && Files.isDirectory(last.from.getParent())) {
                Files.move(last.to, last.from, StandardCopyOption.REPLACE_EXISTING);
                if (last.replaced != null) {
                    Files.write(last.to, last.replaced);
                }
                Long known = forced.remove(last.to);
                forced.put(last.from, known == null ? 0 : known);
            }
        }
        forced.forEach((file, safe) -> {
            try {
                if (Files.exists(file)) {
                    spoil(file, safe);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A tail that was never written is missing, or reads as zeros. */
    private void spoil(Path file, long safe) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int unsafe = (int) (bytes.length - safe);
        if (unsafe <= 0) {
            return;
        }
        int kept = (int) safe + random.nextInt(unsafe + 1);
        byte[] left = java.util.Arrays.copyOf(bytes, kept);
        Files.write(file, random.nextBoolean() ? left : java.util.Arrays.copyOf(left, bytes.length));
    }
}
