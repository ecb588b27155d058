package dev.quiver.testkit.internal.server;

/** The error codes that this server sends by itself (RFC 9114 §8.1). */
final class H3Code {
    static final long NO_ERROR = 0x100;
    static final long INTERNAL_ERROR = 0x102;
    static final long REQUEST_REJECTED = 0x10b;
    static final long REQUEST_CANCELLED = 0x10c;
    static final long REQUEST_INCOMPLETE = 0x10d;

    private H3Code() {}
}
