package dev.quiver.urlsession.internal.load;

import dev.quiver.urlsession.UrlErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure that knows which code it is to be told by. */
public final class CodedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final UrlErrorCode code;

    public CodedException(UrlErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public UrlErrorCode code() {
        return code;
    }
}
