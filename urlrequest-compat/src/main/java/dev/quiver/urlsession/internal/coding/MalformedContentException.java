package dev.quiver.urlsession.internal.coding;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Coded content that cannot be decoded, or that decodes to more than is allowed. */
public final class MalformedContentException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedContentException(String message) {
        super(message);
    }

    MalformedContentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
