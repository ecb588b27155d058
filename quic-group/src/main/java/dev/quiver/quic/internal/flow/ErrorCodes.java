package dev.quiver.quic.internal.flow;

/** What the transport takes as an application's error code. */
public final class ErrorCodes {
    private ErrorCodes() {}

    /**
     * The code, checked early: not first when something has gone wrong and the code is to be sent.
     *
     * @throws IllegalArgumentException unless it is 0 to 2^31-1
     */
    public static long check(long code) {
        if (code < 0 || code > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a code is 0 to 2^31-1 here, not " + code);
        }
        return code;
    }
}
