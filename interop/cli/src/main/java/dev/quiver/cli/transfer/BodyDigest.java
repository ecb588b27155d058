package dev.quiver.cli.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of what passes by, or nothing where none is wanted. Used by one thread. */
public final class BodyDigest {
    private final @Nullable MessageDigest digest;

    private BodyDigest(@Nullable MessageDigest digest) {
        this.digest = digest;
    }

    /** Digests nothing. */
    public static BodyDigest none() {
        return new BodyDigest(null);
    }

    /** Digests all. */
    public static BodyDigest sha256() {
        try {
            return new BodyDigest(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Leaves the buffer as it is. */
    public void update(ByteBuffer bytes) {
        if (digest != null) {
            digest.update(bytes.duplicate());
        }
    }

    /** The digest of all so far; asked for once, at the end. Null where none was wanted. */
    public @Nullable String hex() {
        return digest == null ? null : HexFormat.of().formatHex(digest.digest());
    }
}
