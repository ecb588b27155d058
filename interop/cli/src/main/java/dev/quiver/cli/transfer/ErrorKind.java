package dev.quiver.cli.transfer;

/** What {@code error.kind} may say; scripts rely on these words. */
public enum ErrorKind {
    BAD_URL,
    HOST_NOT_FOUND,
    PORT_CLOSED,
    NO_ANSWER,
    NO_COMMON_VERSION,
    NO_COMMON_ALPN,
    CERTIFICATE_REJECTED,
    CLIENT_CERTIFICATE_WANTED,
    TLS_ALERT,
    CLOSED_BY_PEER,
    TIMEOUT,
    STREAM_RESET,
    H3_PROTOCOL,
    TRUNCATED,
    CANCELLED,
    IO
}
