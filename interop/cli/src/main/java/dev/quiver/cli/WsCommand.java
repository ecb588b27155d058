package dev.quiver.cli;

import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ws",
        header = "Talk to a WebSocket.",
        description =
                "Over HTTP/3 where the server allows it (RFC 9220), else over TCP. Each line of standard input is "
                        + "sent as a text message, each message that comes is printed; at the end of the input the WebSocket is "
                        + "closed.",
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
            "  quiver ws wss://example.org/chat",
            "      Type, and read.",
            "  echo hello | quiver ws --json --http3-only wss://example.org/echo",
            "      One message over HTTP/3, with every event as JSON.",
            "",
            "Exit codes: 0 the WebSocket was closed in good order, 22 the handshake was",
            "refused (status, fields and body are told), 18 it ended without a Close;",
            "the others are those of quiver get."
        })
final class WsCommand implements Callable<Integer> {
    private final CommandIo io;
    private final StopSignal stop;

    @Mixin
    private final WsOptions options = new WsOptions();

    WsCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        try {
            return new WsRun(options, ReachPlan.of(options.reach, null, false), io, stop).run();
        } catch (UsageException e) {
            io.err().println(io.errStyle().red("quiver ws:") + " " + e.getMessage());
            return ExitCode.USAGE;
        }
    }
}
