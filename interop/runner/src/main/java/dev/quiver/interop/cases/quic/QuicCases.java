package dev.quiver.interop.cases.quic;

import dev.quiver.interop.TestCase;
import java.util.List;

/** Them all, in the order of the matrix's rows. */
public final class QuicCases {
    /** Each by the name that the QUIC interop runner has for it. */
    public static final List<TestCase> ALL = List.of(
            new Handshake(),
            new Transfer(),
            new LongRtt(),
            new QuiverLacks(
                    "chacha20",
                    "C20",
                    "The handshake is completed with ChaCha20 alone.",
                    "the transport has no choice of cipher suites: BoringSSL offers all three of TLS 1.3, ChaCha20 last "
                            + "where the processor has AES"),
            new Multiplexing(),
            new Retry(),
            new Resumption(),
            new ZeroRtt(),
            new Http3Requests(),
            new Blackhole(),
            new QuiverLacks(
                    "keyupdate",
                    "U",
                    "The client changes its keys, and the server follows.",
                    "the transport (quiche 0.29) never begins a key update, though it follows those of a server"),
            new QuiverLacks(
                    "ecn",
                    "E",
                    "Both mark their packets as capable of ECN, and report marks.",
                    "the transport neither marks packets nor reports marks: its sockets do not show them"),
            new AmplificationLimit(),
            new HarmedHandshakes(
                    Harm.LOSS,
                    "handshakeloss",
                    "L1",
                    " handshakes are completed where three datagrams of ten are lost."),
            new HarmedTransfer(
                    Harm.LOSS, "transferloss", "L2", "A transfer is whole where two datagrams of a hundred are lost."),
            new HarmedHandshakes(
                    Harm.CORRUPTION,
                    "handshakecorruption",
                    "C1",
                    " handshakes are completed where three datagrams of ten are damaged."),
            new HarmedTransfer(
                    Harm.CORRUPTION,
                    "transfercorruption",
                    "C2",
                    "A transfer is whole where two datagrams of a hundred are damaged."),
            new Ipv6(),
            new QuiverLacks(
                    "v2",
                    "V2",
                    "Client and server change to QUIC version 2.",
                    "the transport (quiche 0.29) speaks QUIC version 1 alone"),
            new VersionNegotiation(),
            Rebinding.ofPort(),
            Rebinding.ofAddress(),
            new QuiverLacks(
                    "connectionmigration",
                    "CM",
                    "The client moves to another address by its own will, with new connection ids.",
                    "the transport offers no migration (RFC 9000 §9.2); a group's rebind looks like a NAT's rebinding, for "
                            + "which there is rebind-port"),
            new Goodput(),
            new CrossTraffic());

    private QuicCases() {}
}
