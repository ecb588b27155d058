package dev.quiver.cli;

import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "get",
        header = "Fetch URLs.",
        description =
                "Over HTTP/3, or over HTTP/2 and HTTP/1.1 where HTTP/3 is not to be had. The body goes to standard "
                        + "output.",
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
            "  quiver get https://example.org/",
            "      The body, on standard output.",
            "  quiver get -o big.iso https://example.org/big.iso",
            "      A download with a progress bar; the file appears once it is whole.",
            "  quiver get --json https://example.org/ | jq .protocol,.route",
            "      Which HTTP version it was, and why.",
            "  quiver get -T backup.tar https://example.org/upload",
            "      A streamed upload.",
            "  quiver get -d name=Ann -d age=7 https://example.org/people",
            "      A form.",
            "  quiver get --cacert ca.pem --connect-to 127.0.0.1:4433 https://example.org/",
            "      A server under test, under the name it will have.",
            "  quiver get --json --repeat 2 --fresh URL | jq .handshake.resumed",
            "      Whether the server resumes sessions.",
            "",
            "Exit codes (curl's where curl has one):",
            "   0 done                 22 status >= 400, --fail   58 client certificate",
            "   2 usage                23 cannot write output     60 certificate rejected",
            "   3 bad URL              28 timed out               77 --cacert unreadable",
            "   6 host not found       35 handshake failed        95 stream reset, HTTP/3",
            "   7 no connection        55 sending failed          96 connection lost",
            "  18 response cut short   56 receiving failed       130 interrupted"
        })
final class GetCommand implements Callable<Integer> {
    private final CommandIo io;
    private final StopSignal stop;

    @Mixin
    private final GetOptions options = new GetOptions();

    GetCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        GetPlan plan;
        try {
            plan = GetPlan.of(options, io);
        } catch (UsageException e) {
            io.err().println(io.errStyle().red("quiver get:") + " " + e.getMessage());
            return ExitCode.USAGE;
        }
        return new GetRun(options, plan, io, stop).run();
    }
}
