package dev.quiver.h3.internal.websocket;

/** Which status codes a Close frame may carry (RFC 6455 §7.4 and the registry it began). */
public final class CloseCodes {
    public static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    /** Never on the wire: the Close frame had no code (RFC 6455 §7.4.1). */
    static final int NO_CODE = 1005;
    /** Never on the wire: there was no Close frame. */
    static final int ABNORMAL = 1006;

    static final int NOT_CONSISTENT = 1007;
    private static final int EXTENSION_WANTED = 1010;

    private CloseCodes() {}

    /** Whether the code may be on the wire at all: registered, or of the ranges for libraries and applications. */
    private static boolean legal(int code) {
        return switch (code) {
            case 1004, NO_CODE, ABNORMAL, 1015 -> false;
            default -> code >= 1000 && code <= 1014 || code >= 3000 && code <= 4999;
        };
    }

    /** Whether a server may send it: 1010 is for clients only. */
    static boolean mayCome(int code) {
        return legal(code) && code != EXTENSION_WANTED;
    }

    /**
     * Whether {@code java.net.http.WebSocket.sendClose} takes it: not those that say what only the protocol's own
     * implementation, or a server, can know.
     */
    static boolean maySend(int code) {
        return switch (code) {
            case PROTOCOL_ERROR, 1003, NOT_CONSISTENT, 1009, EXTENSION_WANTED, 1012, 1013, 1014 -> false;
            default -> legal(code);
        };
    }
}
