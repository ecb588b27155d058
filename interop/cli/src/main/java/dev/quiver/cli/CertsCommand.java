package dev.quiver.cli;

import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "certs",
        header = "Show and judge servers' certificates.",
        description =
                "What a server presents over QUIC and over TCP, beside the path that can be built from it, and what "
                        + "is wrong with it. The handshake is always a whole one; nothing is requested.",
        synopsisHeading = "%n",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        abbreviateSynopsis = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  quiver certs example.org",
            "      The chain as a tree, and findings with what to do.",
            "  quiver certs --cacert ca.pem intranet.example:8443",
            "      By your own authority's certificate.",
            "  quiver certs --connect-to 10.0.0.5:443 example.org",
            "      A server under test, under the name it will have.",
            "  quiver certs --quic --showcerts example.org > chain.pem",
            "      What it presents, as PEM.",
            "  quiver certs --json --hosts fleet.txt | jq 'select(.differs)'",
            "      Many hosts; those whose two chains differ.",
            "",
            "Exit codes, the first failure's with several hosts:",
            "   0 no error found        7 no chain to be had      60 an error found",
            "   2 usage                 3 bad host                77 --cacert unreadable",
            "  23 cannot write output 130 interrupted"
        })
final class CertsCommand implements Callable<Integer> {
    private final CommandIo io;
    private final StopSignal stop;

    @Mixin
    private final CertsOptions options = new CertsOptions();

    CertsCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        CertsPlan plan;
        try {
            plan = CertsPlan.of(options, io);
        } catch (UsageException e) {
            io.err().println(io.errStyle().red("quiver certs:") + " " + e.getMessage());
            return ExitCode.USAGE;
        }
        return new CertsRun(options, plan, io, stop).run();
    }
}
