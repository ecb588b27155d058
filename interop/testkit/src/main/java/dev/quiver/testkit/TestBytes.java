package dev.quiver.testkit;

import dev.quiver.testkit.internal.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The bytes that {@code /bytes/N} serves: pseudo-random, the same everywhere and always, known at every offset. The
 * first N of them are the body. Safe to use from any thread.
 */
public final class TestBytes {
    /** A prime, so that no power-of-two buffer size lines up with the repetition. */
    private static final int PERIOD = 65_521;

    private static final int LONGEST = 65_536;
    private static final ByteBuffer TABLE = table();

    private TestBytes() {}

    private static ByteBuffer table() {
        byte[] period = new byte[PERIOD];
        new SplittableRandom(9114).nextBytes(period);
        ByteBuffer table = ByteBuffer.allocateDirect(PERIOD + LONGEST);
        while (table.hasRemaining()) {
            table.put(period, 0, Math.min(PERIOD, table.remaining()));
        }
        return table.flip().asReadOnlyBuffer();
    }

    /**
     * A view, not a copy.
     *
     * @param offset where it begins
     * @param length at most 65,536
     * @return read-only
     */
    public static ByteBuffer at(long offset, int length) {
        if (offset < 0 || length < 0 || length > LONGEST) {
            throw new IllegalArgumentException("no " + length + " bytes at " + offset);
        }
        return TABLE.slice((int) (offset % PERIOD), length);
    }

    /** The first so many bytes in an array. */
    public static byte[] first(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at += LONGEST) {
            int part = Math.min(LONGEST, length - at);
            at(at, part).get(bytes, at, part);
        }
        return bytes;
    }

    /** The SHA-256 of the first so many bytes, in hex; computed each time. */
    public static String sha256(long length) {
        MessageDigest digest = Sha256.fresh();
        for (long at = 0; at < length; at += LONGEST) {
            digest.update(at(at, (int) Math.min(LONGEST, length - at)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
