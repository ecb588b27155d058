package dev.quiver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code quiver certs} was told, as typed; {@link CertsPlan} makes sense of it. */
final class CertsOptions {
    @Parameters(
            paramLabel = "HOST[:PORT]",
            arity = "0..*",
            description = "Whose certificates; port 443 unless given. An IPv6 address with a port in brackets.")
    List<String> hosts = new ArrayList<>();

    @Option(
            names = "--hosts",
            paramLabel = "FILE",
            order = 10,
            description = "Also the hosts in FILE (- is standard input), one a line; # begins a comment.")
    @Nullable
    String hostsFile;

    @Option(names = "--quic", order = 20, description = "Over QUIC only.")
    boolean quic;

    @Option(names = "--tcp", order = 21, description = "Over TCP only.")
    boolean tcp;

    @Option(names = "--both", order = 22, description = "Over both, and compare them. This is the default.")
    boolean both;

    @Option(
            names = "--cacert",
            paramLabel = "PEM",
            order = 30,
            description = "Judge by the anchors in this file in place of the platform's.")
    @Nullable
    Path caFile;

    @Option(
            names = "--sni",
            paramLabel = "NAME",
            order = 31,
            description = "Ask for this name and judge by it, whatever the host is.")
    @Nullable
    String sni;

    @Option(
            names = "--fetch-missing",
            order = 32,
            description = "Fetch missing intermediates, OCSP answers and CRLs from where the certificates say.")
    boolean fetchMissing;

    @Option(
            names = "--alpn",
            paramLabel = "A,B",
            split = ",",
            order = 33,
            description = "Offer these protocols. Default: h3 over QUIC, h2 and http/1.1 over TCP.")
    List<String> alpn = new ArrayList<>();

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT",
            order = 34,
            description = "Connect there whatever the host is. The server must still prove to be the host.")
    @Nullable
    String connectTo;

    @Option(
            names = "--resolve",
            paramLabel = "HOST:PORT:ADDRESS",
            order = 35,
            description = "Use ADDRESS for that host and port. May be given several times.")
    List<String> resolve = new ArrayList<>();

    @Option(
            names = {"-m", "--timeout"},
            paramLabel = "S",
            order = 40,
            description = "The limit on look-up, connecting and handshake of each host in seconds. Default: 10.")
    @Nullable
    String timeout;

    @Option(names = "--parallel", paramLabel = "N", order = 41, description = "Ask so many hosts at once. Default: 32.")
    int parallel = 32;

    @Option(names = "--json", order = 50, description = "Print one JSON object a host, each as soon as it is there.")
    boolean json;

    @Option(
            names = "--showcerts",
            order = 51,
            description = "Also print the certificates presented, as PEM (with --json: in the key pem).")
    boolean showCerts;

    @Option(
            names = {"-v", "--verbose"},
            order = 52,
            description = "Show fingerprints, pins and serials, and trees however many hosts there are.")
    boolean verbose;

    @Option(names = "--trace", order = 53, description = "Add the stack trace to a failure.")
    boolean trace;
}
