package dev.quiver.h3.internal.client;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Carries a failure of the exchange's own through code that may throw nothing checked; the flow takes it out again. */
final class Carried extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Carried(IOException cause) {
        super(cause);
    }
}
