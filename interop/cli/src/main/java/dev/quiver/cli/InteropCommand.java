package dev.quiver.cli;

import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "interop",
        header = "Try how this client and servers get on.",
        description = "Runs cases with servers and shows a matrix: what works, what does not and why. Each case proves "
                + "what it claims by the packets that were seen. 10 seconds a case unless it says more.",
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
            "  quiver interop mine=localhost:4433 --cacert ca.pem",
            "      All cases with one server.",
            "  quiver interop --cases handshake,retry a=host:443 b=host:8443/file",
            "      Two cases with two servers.",
            "  quiver interop --targets servers.txt --json new.json --compare old.json",
            "      Servers from a file; JSON for programs; what has changed since the run",
            "      that wrote old.json.",
            "  quiver interop --public",
            "      The servers on the internet that anyone may try.",
            "",
            "Files are written whatever failed, and only when they are whole; docs/interop.md",
            "tells what is in them and how servers are described.",
            "",
            "Exit codes:",
            "   0 no case failed         1 some case failed     2 usage",
            "   7 all were left out: none of the public servers answered",
            "  23 cannot write a file (said before the run)    77 --cacert unreadable",
            " 130 interrupted, nothing written"
        })
final class InteropCommand implements Callable<Integer> {
    private final CommandIo io;
    private final StopSignal stop;

    @Mixin
    private final InteropOptions options = new InteropOptions();

    InteropCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        InteropRun run = new InteropRun(options, io, stop);
        if (options.list) {
            return run.list();
        }
        try {
            return run.run(InteropPlan.of(options));
        } catch (UsageException e) {
            io.err().println(io.errStyle().red("quiver interop:") + " " + e.getMessage());
            return ExitCode.USAGE;
        }
    }
}
