package dev.quiver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code quiver interop} was told, as typed; {@link InteropPlan} makes sense of it. */
final class InteropOptions {
    @Parameters(
            paramLabel = "NAME=HOST:PORT[/PATH]",
            arity = "0..*",
            description =
                    "A server to try. An IPv6 address goes in brackets. The path, / unless given, may be answered "
                            + "with any status.")
    List<String> targets = new ArrayList<>();

    @Option(
            names = "--targets",
            paramLabel = "FILE",
            order = 10,
            description = "Also the servers in FILE, one a line, with what is known of each (docs/interop.md).")
    @Nullable
    Path targetsFile;

    @Option(
            names = "--public",
            order = 11,
            description = "Also the public servers that this program knows of; those that do not answer are left out.")
    boolean publicServers;

    @Option(
            names = "--cases",
            paramLabel = "A,B",
            split = ",",
            order = 20,
            description = "Only these cases, by name or abbreviation. Default: all.")
    List<String> cases = new ArrayList<>();

    @Option(
            names = "--list",
            order = 21,
            description = "List the cases, with --public the public servers too, and end.")
    boolean list;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            order = 22,
            description = "Try so many servers at once. Default: 4.")
    int parallel = 4;

    @Option(
            names = "--cacert",
            paramLabel = "PEM",
            order = 30,
            description = "Trust the anchors in this file in place of the platform's.")
    @Nullable
    Path caFile;

    @Option(
            names = "--compare",
            paramLabel = "OLD.json",
            order = 39,
            description = "Say what has changed since the run that wrote this with --json.")
    @Nullable
    Path compare;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            order = 40,
            description =
                    "Write JSON there, as the QUIC interop runner does; - is standard output, and the matrix goes to "
                            + "standard error then.")
    @Nullable
    Path json;

    @Option(names = "--junit", paramLabel = "FILE", order = 41, description = "Write JUnit XML there.")
    @Nullable
    Path junit;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            order = 42,
            description = "Write one HTML page there: the matrix, and of each cell the reason, handshakes, packets and "
                    + "qlog files.")
    @Nullable
    Path html;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            order = 43,
            description =
                    "Write the matrix there in Markdown: between the lines <!-- matrix --> and <!-- /matrix --> where "
                            + "the file has them.")
    @Nullable
    Path markdown;

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            order = 44,
            description = "Keep each cell's qlog files and TLS keys there, as DIR/NAME/CASE. Default: nowhere.")
    @Nullable
    Path logs;

    @Option(
            names = {"-v", "--verbose"},
            order = 52,
            description = "Tell what proves each success, too.")
    boolean verbose;

    @Option(names = "--trace", order = 53, description = "Add the stack trace to a failure of the command itself.")
    boolean trace;
}
