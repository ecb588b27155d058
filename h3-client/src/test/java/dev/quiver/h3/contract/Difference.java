package dev.quiver.h3.contract;

/** Where the two clients differ, on purpose; docs/h3-client.md has a line for each, and a test compares. */
enum Difference {
    /** {@code sslContext} and {@code sslParameters} are refused by {@code build()}. */
    TLS_SETTERS(true),
    /** {@code send} runs handler and subscriber on the thread that waits in it. */
    SEND_ON_CALLER(false),
    /** The pseudo-header field {@code :status} is not among the fields. */
    NO_PSEUDO_FIELDS(true),
    /** A HEAD request stays one behind a 303. */
    HEAD_STAYS_HEAD(true),
    /** Credentials do not go along to another origin. */
    CREDENTIALS_STAY(true),
    /** A redirect without {@code Location}, or to what is no URI, is the caller's response. */
    BAD_LOCATION_IS_A_RESPONSE(true),
    /** A field of a connection is refused that the JDK's client sends, or leaves out. */
    CONNECTION_FIELDS(true),
    /** A certificate that is not trusted is an {@code H3Exception}, not an {@code SSLHandshakeException}. */
    CERTIFICATE_ERRORS(true),
    /** A time-out too long to be counted in nanoseconds is none. */
    LONG_TIMEOUTS(true),
    /** The {@code user-agent} that is sent unless the request has one. */
    USER_AGENT(false);

    private final boolean overTcpToo;

    Difference(boolean overTcpToo) {
        this.overTcpToo = overTcpToo;
    }

    /** Whether it holds for H3Client over TCP as well. */
    boolean overTcpToo() {
        return overTcpToo;
    }
}
