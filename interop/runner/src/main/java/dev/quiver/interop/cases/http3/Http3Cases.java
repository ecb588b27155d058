package dev.quiver.interop.cases.http3;

import dev.quiver.interop.TestCase;
import java.util.List;

/** Them all, in the order of the matrix's rows. */
public final class Http3Cases {
    /** Messages first, then the connection, then who is who. */
    public static final List<TestCase> ALL = List.of(
            new Methods(),
            new Bodies(),
            new Head(),
            new Trailers(),
            new Informational(),
            new LargeFields(),
            new ManyStreams(),
            new Priorities(),
            new Cancel(),
            new Reset(),
            new GoAway(),
            new Settings(),
            new Grease(),
            new UnknownStreams(),
            new ExtendedConnects(),
            new WebSockets(),
            new Certificates(),
            new WrongName(),
            new ClientCertificate());

    private Http3Cases() {}
}
