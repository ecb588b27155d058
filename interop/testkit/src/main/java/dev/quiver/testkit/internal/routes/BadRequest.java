package dev.quiver.testkit.internal.routes;

/** The request cannot be understood; answered with status 400 and the message. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadRequest(String message) {
        super(message);
    }
}
