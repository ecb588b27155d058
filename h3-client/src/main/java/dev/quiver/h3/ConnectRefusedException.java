package dev.quiver.h3;

import java.io.IOException;

/** The server answered an {@link ExtendedConnect} with a status other than 2xx. */
public final class ConnectRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient H3Response<byte[]> response;

    /** Tells of an answer; its body, as far as it was read, goes with it. */
    public ConnectRefusedException(H3Response<byte[]> response) {
        super(response.uri() + " answered the extended CONNECT with status " + response.statusCode());
        this.response = response;
    }

    /** What it answered, with the first 64 KiB of the body. */
    public H3Response<byte[]> response() {
        return response;
    }
}
