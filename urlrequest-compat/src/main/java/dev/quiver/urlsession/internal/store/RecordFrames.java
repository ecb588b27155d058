package dev.quiver.urlsession.internal.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link RecordFile}: a head (magic, version, kind, generation, checksum), then frames, each of them the
 * changes of one write: mark, length, checksum, changes. A frame counts whole or not at all. Pure.
 */
final class RecordFrames {
    static final int HEAD_BYTES = 28;
    private static final int MAGIC = 0x51565354;
    private static final int VERSION = 1;
    private static final int FRAME = 0x00465201;
    private static final int FRAME_HEAD_BYTES = 12;
    private static final int KIND_BYTES = 8;

    private RecordFrames() {}

    /**
     * Frames found.
     *
     * @param validBytes how far they reach; what follows, if not broken, is the beginning of a frame whose writer was
     *     stopped
     * @param broken what follows was whole once: there are frames behind it
     */
    record Found(List<RecordChange> changes, int validBytes, boolean broken) {}

    /** What a head says; null where it is none. */
    record Head(int version, String kind, long generation) {
        boolean isReadable() {
            return version == VERSION;
        }
    }

    static byte[] head(String kind, long generation) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES);
        bytes.putInt(MAGIC).putInt(VERSION);
        bytes.put(Arrays.copyOf(kind.getBytes(StandardCharsets.US_ASCII), KIND_BYTES));
        bytes.putLong(generation);
        return bytes.putInt(checksum(bytes.array(), 0, bytes.position())).array();
    }

    static @Nullable Head head(byte[] file) {
        if (file.length < HEAD_BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (bytes.getInt() != MAGIC) {
            return null;
        }
        int version = bytes.getInt();
        byte[] kind = new byte[KIND_BYTES];
        bytes.get(kind);
        long generation = bytes.getLong();
        boolean sound = bytes.getInt() == checksum(file, 0, HEAD_BYTES - Integer.BYTES);
        // A later version may have another head altogether, and is not ours to judge.
        return sound || version > VERSION
                ? new Head(version, new String(kind, StandardCharsets.US_ASCII).trim(), generation)
                : null;
    }

    static ByteBuffer frame(List<RecordChange> changes) {
        List<byte[]> parts = new ArrayList<>();
        int size = 0;
        for (RecordChange change : changes) {
            byte[] key = change.key().getBytes(StandardCharsets.UTF_8);
            byte[] value = change.value() == null ? null : change.value().getBytes(StandardCharsets.UTF_8);
            byte[] part = ByteBuffer.allocate(2 * Integer.BYTES + key.length + (value == null ? 0 : value.length))
                    .putInt(key.length)
                    .putInt(value == null ? -1 : value.length)
                    .put(key)
                    .put(value == null ? new byte[0] : value)
                    .array();
            parts.add(part);
            size += part.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(FRAME_HEAD_BYTES + size);
        bytes.putInt(FRAME).putInt(size).putInt(0);
        parts.forEach(bytes::put);
        bytes.putInt(2 * Integer.BYTES, checksum(bytes.array(), FRAME_HEAD_BYTES, size));
        return bytes.flip();
    }

    /** The frames of these bytes, which begin with one. */
    static Found frames(byte[] file) {
        List<RecordChange> changes = new ArrayList<>();
        int at = 0;
        while (at < file.length) {
            List<RecordChange> more = frameAt(file, at);
            if (more == null) {
                return new Found(changes, at, anyFrameBehind(file, at));
            }
            changes.addAll(more);
            at += FRAME_HEAD_BYTES + ByteBuffer.wrap(file).getInt(at + Integer.BYTES);
        }
        return new Found(changes, at, false);
    }

    private static boolean anyFrameBehind(byte[] file, int at) {
        for (int i = at + 1; i <= file.length - FRAME_HEAD_BYTES; i++) {
            if (frameAt(file, i) != null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable List<RecordChange> frameAt(byte[] file, int at) {
        if (file.length - at < FRAME_HEAD_BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file, at, file.length - at);
        if (bytes.getInt() != FRAME) {
            return null;
        }
        int size = bytes.getInt();
        int checksum = bytes.getInt();
        if (size <= 0 || size > bytes.remaining() || checksum != checksum(file, bytes.position(), size)) {
            return null;
        }
        return changes(bytes.slice(bytes.position(), size));
    }

    private static @Nullable List<RecordChange> changes(ByteBuffer bytes) {
        List<RecordChange> changes = new ArrayList<>();
        try {
            while (bytes.hasRemaining()) {
                int key = bytes.getInt();
                int value = bytes.getInt();
                changes.add(new RecordChange(text(bytes, key), value < 0 ? null : text(bytes, value)));
            }
        } catch (BufferUnderflowException | NegativeArraySizeException noChanges) {
            return null;
        }
        return changes;
    }

    private static String text(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
