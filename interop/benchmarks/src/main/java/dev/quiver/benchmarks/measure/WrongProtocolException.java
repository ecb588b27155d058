package dev.quiver.benchmarks.measure;

/** A client did not speak what it claims to speak, so that its figures would be another protocol's. */
final class WrongProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongProtocolException(String message) {
        super(message);
    }
}
