package dev.quiver.cli;

/** The command was told something that it cannot do; the message says what and what to write instead. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
