package dev.quiver.interop.cases.quic;

import dev.quiver.interop.TestCase;
import java.util.List;

/** Them all, in the order of the matrix's rows. */
public final class QuicCases {
    /** Each by the name that the QUIC interop runner has for it. */
    public static final List<TestCase> ALL = List.of(new Handshake(), new Http3Requests());

    private QuicCases() {}
}
