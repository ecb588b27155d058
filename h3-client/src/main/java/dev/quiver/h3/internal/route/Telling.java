package dev.quiver.h3.internal.route;

import dev.quiver.h3.H3Exception;
import java.io.IOException;

/** How much a failure to connect tells about the server. */
final class Telling {
    private Telling() {}

    static int of(IOException failure) {
        H3Exception known = failure instanceof H3Exception direct
                ? direct
                : failure.getCause() instanceof H3Exception cause ? cause : null;
        if (known == null) {
            return 1;
        }
        return switch (known.kind()) {
            case NO_ANSWER, TIMEOUT, CANCELLED -> 0;
            case IO -> 1;
            case PORT_CLOSED -> 2;
            default -> 3;
        };
    }
}
