package dev.quiver.cli;

import dev.quiver.cli.render.Style;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.StopSignal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code quiver} command. */
@Command(
        name = "quiver",
        description = "HTTP/3 and QUIC from the command line.",
        synopsisSubcommandLabel = "COMMAND",
        synopsisHeading = "%n",
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nStart here:%n",
        footer = {
            "  quiver demo                         what it does, against a server of its own",
            "  quiver get https://example.org/     fetch a page",
            "  quiver get --help                   all that get can do, with examples",
            "  quiver certs example.org            its certificates, and what is wrong",
            "  quiver compare https://example.org/ beside HTTP/2 by OkHttp and the JDK",
            "  quiver interop mine=localhost:4433  how this client and a server get on",
            "  quiver ws wss://example.org/chat    talk to a WebSocket",
            "  quiver serve .                      an HTTP/3 server to try clients with",
            "",
            "Environment: JAVA_HOME, QUIVER_JAVA_OPTS (options for the JVM), NO_COLOR."
        })
public final class QuiverCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private QuiverCommand() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        StopSignal stop = new StopSignal();
        Signals signals = Signals.install(stop);
        int code = run(CommandIo.ofProcess(), stop, args);
        System.exit(code == ExitCode.CANCELLED ? signals.exitCode(code) : code);
    }

    /**
     * Runs the command and returns its exit code; never ends the process.
     *
     * @param stop raised to end it early
     */
    public static int run(CommandIo io, StopSignal stop, String... args) {
        CommandLine line = new CommandLine(new QuiverCommand())
                .addSubcommand(new GetCommand(io, stop))
                .addSubcommand(new CertsCommand(io, stop))
                .addSubcommand(new CompareCommand(io, stop))
                .addSubcommand(new InteropCommand(io, stop))
                .addSubcommand(new ServeCommand(io, stop))
                .addSubcommand(new WsCommand(io, stop))
                .addSubcommand(new DemoCommand(io, stop));
        PrintWriter out = new PrintWriter(io.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(io.err(), true, StandardCharsets.UTF_8);
        line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(80)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(scheme(io))
                .setParameterExceptionHandler((e, ignored) -> refuse(e, io))
                .setExecutionExceptionHandler((e, command, parsed) -> broken(e, io, args));
        try {
            return line.execute(args);
        } catch (Error e) {
            return broken(e, io, args);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "say what to do: get, certs, compare, interop, ws, serve or demo");
    }

    private static Help.ColorScheme scheme(CommandIo io) {
        boolean coloured = io.outStyle() == Style.COLOURED;
        return Help.defaultColorScheme(coloured ? Help.Ansi.ON : Help.Ansi.OFF);
    }

    private static int refuse(ParameterException e, CommandIo io) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        io.err().println(io.errStyle().red(name + ":") + " " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            io.err().println("Try '" + name + " --help'.");
        }
        return ExitCode.USAGE;
    }

    /** A fault of this program, not of the network: said as one, with its trace on request. */
    private static int broken(Throwable e, CommandIo io, String[] args) {
        io.err().println(io.errStyle().red("quiver:") + " internal error: " + e);
        if (Arrays.asList(args).contains("--trace")) {
            e.printStackTrace(io.err());
        } else {
            io.err().println("Run it again with --trace and report what it prints.");
        }
        return ExitCode.INTERNAL;
    }
}
