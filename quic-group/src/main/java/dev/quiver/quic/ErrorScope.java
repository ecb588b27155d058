package dev.quiver.quic;

import java.util.Locale;

/** How much an error takes with it. */
public enum ErrorScope {
    /** The whole connection and every stream on it. */
    CONNECTION,
    /** One stream; the connection goes on. */
    STREAM,
    /** One message or call; the stream goes on, or there was none. */
    MESSAGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
