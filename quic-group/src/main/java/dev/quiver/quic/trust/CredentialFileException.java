package dev.quiver.quic.trust;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of certificates or keys that cannot be used. The message names the file, what is wrong and what is wanted. */
public final class CredentialFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public CredentialFileException(Path file, String message, @Nullable Throwable cause) {
        super(file + ": " + message, cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
