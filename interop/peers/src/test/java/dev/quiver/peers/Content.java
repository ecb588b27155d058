package dev.quiver.peers;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The content with a seed and a number, as the peers make it: the key stream of AES-128 in counter mode, its key being
 * both as 8 bytes each. Goes on from where the last call ended; not thread-safe.
 */
final class Content {
    private final Cipher keyStream;
    private long position;

    Content(long seed, long number) {
        try {
            byte[] key = ByteBuffer.allocate(16).putLong(seed).putLong(number).array();
            keyStream = Cipher.getInstance("AES/CTR/NoPadding");
            keyStream.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES in counter mode", e);
        }
    }

    /** How many bytes have been made or checked. */
    long position() {
        return position;
    }

    byte[] next(int size) {
        position += size;
        return keyStream.update(new byte[size]);
    }

    /** Consumes the bytes; fails if they are not those that come next. */
    void check(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return;
        }
        long from = position;
        int difference = ByteBuffer.wrap(next(bytes.remaining())).mismatch(bytes);
        if (difference >= 0) {
            throw new AssertionError("the byte at " + (from + difference) + " is not the one sent");
        }
        bytes.position(bytes.limit());
    }
}
