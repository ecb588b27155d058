package dev.quiver.interop.endpoint;

/** The environment asks for something that makes no sense; the message says what, and in which variable. */
final class BadSettingException extends Exception {
    private static final long serialVersionUID = 1L;

    BadSettingException(String message) {
        super(message);
    }
}
