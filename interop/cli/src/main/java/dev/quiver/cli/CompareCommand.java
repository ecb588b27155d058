package dev.quiver.cli;

import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "compare",
        header = "Set HTTP/3 beside HTTP/2: the same requests by Quiver, OkHttp and the JDK.",
        description =
                "Status, protocol, fields, body and times, in turns. Options that say where to connect and whom to trust "
                        + "hold for all clients; those that name HTTP/3 for Quiver alone. Redirects are not followed. "
                        + "Every request is sent again and again.",
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
            "  quiver compare https://example.org/",
            "      Do all get the same, and how fast?",
            "  quiver compare --json --repeat 20 https://example.org/ > times.json",
            "      Every time, for a script.",
            "  quiver compare --delay 20 --rate 50 --loss 0,1,2 --plot loss.html URL",
            "      Through a slow link that loses packets, drawn.",
            "",
            "Over a link TCP is measured as root on Linux alone: between network",
            "namespaces, by the kernel's own TCP, with iproute2 and a C compiler. Elsewhere",
            "it is not measured, and that is said.",
            "",
            "Exit codes:",
            "   0 all answered alike    1 status or body differ    2 usage",
            "  else the first failure's, as of 'quiver get'"
        })
final class CompareCommand implements Callable<Integer> {
    private final CommandIo io;
    private final StopSignal stop;

    @Mixin
    private final CompareOptions options = new CompareOptions();

    CompareCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        ComparePlan plan;
        try {
            plan = ComparePlan.of(options, io);
        } catch (UsageException e) {
            io.err().println(io.errStyle().red("quiver compare:") + " " + e.getMessage());
            return ExitCode.USAGE;
        }
        return new CompareRun(options, plan, io, stop).run();
    }
}
