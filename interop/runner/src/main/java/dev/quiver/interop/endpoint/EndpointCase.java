package dev.quiver.interop.endpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A test case of the QUIC interop runner (its {@code quic.md} and {@code testcases_quic.py}). A client is told {@code
 * transfer} or {@code multiconnect} for many of them; here each is known by its own name too.
 */
enum EndpointCase {
    HANDSHAKE("handshake", Procedure.TOGETHER),
    LONGRTT("longrtt", Procedure.TOGETHER),
    // The runner gives most transfers 60 s, but 180 s to one that competes with TCP, and tells the client of neither.
    TRANSFER("transfer", Procedure.TOGETHER, Duration.ofSeconds(180)),
    MULTIPLEXING("multiplexing", Procedure.TOGETHER),
    RETRY("retry", Procedure.TOGETHER),
    RESUMPTION("resumption", Procedure.RESUMED),
    ZERORTT("zerortt", Procedure.EARLY),
    HTTP3("http3", Procedure.HTTP3),
    BLACKHOLE("blackhole", Procedure.TOGETHER),
    AMPLIFICATIONLIMIT("amplificationlimit", Procedure.TOGETHER),
    MULTICONNECT("multiconnect", Procedure.ONE_EACH, Duration.ofSeconds(300)),
    HANDSHAKELOSS("handshakeloss", Procedure.ONE_EACH, Duration.ofSeconds(300)),
    HANDSHAKECORRUPTION("handshakecorruption", Procedure.ONE_EACH, Duration.ofSeconds(300)),
    TRANSFERLOSS("transferloss", Procedure.TOGETHER),
    TRANSFERCORRUPTION("transfercorruption", Procedure.TOGETHER),
    IPV6("ipv6", Procedure.TOGETHER),
    REBIND_PORT("rebind-port", Procedure.TOGETHER),
    REBIND_ADDR("rebind-addr", Procedure.TOGETHER),
    GOODPUT("goodput", Procedure.TOGETHER),
    CROSSTRAFFIC("crosstraffic", Procedure.TOGETHER, Duration.ofSeconds(180)),
    CHACHA20(
            "chacha20", "the transport offers its own list of cipher suites, and ChaCha20 alone cannot be asked of it"),
    KEYUPDATE("keyupdate", "the transport follows a peer's key update and has no call to begin one"),
    ECN("ecn", "the transport neither marks its packets for ECN nor reports marks"),
    V2("v2", "the transport speaks QUIC version 1 alone"),
    VERSIONNEGOTIATION("versionnegotiation", "the transport begins with QUIC version 1 and no other number"),
    CONNECTIONMIGRATION(
            "connectionmigration",
            "the transport follows no preferred address and changes no connection id when its own address changes");

    private final String runnerName;
    private final @Nullable Procedure procedure;
    private final Duration limit;
    private final String unsupported;

    EndpointCase(String runnerName, Procedure procedure) {
        this(runnerName, procedure, Duration.ofSeconds(60));
    }

    EndpointCase(String runnerName, Procedure procedure, Duration limit) {
        this.runnerName = runnerName;
        this.procedure = procedure;
        this.limit = limit;
        this.unsupported = "";
    }

    EndpointCase(String runnerName, String unsupported) {
        this.runnerName = runnerName;
        this.procedure = null;
        this.limit = Duration.ZERO;
        this.unsupported = unsupported;
    }

    /** How files are fetched. */
    enum Procedure {
        /** All at once on one connection, by {@code hq-interop}. */
        TOGETHER,
        /** Each on a connection of its own, by {@code hq-interop}. */
        ONE_EACH,
        /** The first on one connection, the others on a second that resumes the session of the first. */
        RESUMED,
        /** As {@link #RESUMED}, the requests of the second going out before its handshake is done (RFC 9001 §4.6). */
        EARLY,
        /** All at once on one connection, by HTTP/3. */
        HTTP3
    }

    /** The case that the runner calls so. */
    static Optional<EndpointCase> named(String name) {
        return Arrays.stream(values())
                .filter(value -> value.runnerName.equals(name))
                .findFirst();
    }

    /** Its name. */
    String runnerName() {
        return runnerName;
    }

    /** How it is done; null where it cannot be, for the reason that {@link #unsupported} has. */
    @Nullable
    Procedure procedure() {
        return procedure;
    }

    /** What the runner allows for it. */
    Duration limit() {
        return limit;
    }

    /** Why it cannot be done. */
    String unsupported() {
        return unsupported;
    }
}
