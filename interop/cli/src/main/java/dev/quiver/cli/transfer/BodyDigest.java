package dev.quiver.cli.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of what passes by, or nothing where none is wanted. Used by one thread. */
final class BodyDigest {
    private final @Nullable MessageDigest digest;

    private BodyDigest(@Nullable MessageDigest digest) {
        this.digest = digest;
    }

    static BodyDigest none() {
        return new BodyDigest(null);
    }

    static BodyDigest sha256() {
        try {
            return new BodyDigest(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Leaves the buffer as it is. */
    void update(ByteBuffer bytes) {
        if (digest != null) {
            digest.update(bytes.duplicate());
        }
    }

    @Nullable
    String hex() {
        return digest == null ? null : HexFormat.of().formatHex(digest.digest());
    }
}
