package dev.quiver.h3.internal.websocket;

import java.net.ProtocolException;

/** The peer broke RFC 6455: the connection is to be failed (§7.1.7) with this close code. */
final class FrameViolation extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int closeCode;

    FrameViolation(int closeCode, String message) {
        super(message);
        this.closeCode = closeCode;
    }

    static FrameViolation protocol(String message) {
        return new FrameViolation(CloseCodes.PROTOCOL_ERROR, message);
    }

    int closeCode() {
        return closeCode;
    }
}
