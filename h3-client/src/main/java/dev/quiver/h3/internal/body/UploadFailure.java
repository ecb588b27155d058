package dev.quiver.h3.internal.body;

import java.io.IOException;

/** The request body's publisher failed, or published more or less than it had said; or there are no fit trailers. */
public final class UploadFailure extends IOException {
    private static final long serialVersionUID = 1L;

    UploadFailure(String message, Throwable cause) {
        super(message, cause);
    }

    public UploadFailure(String message) {
        super(message);
    }
}
