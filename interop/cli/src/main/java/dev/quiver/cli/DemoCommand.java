package dev.quiver.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.quiver.cli.demo.Demo;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.FailureTable;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.cli.transfer.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        header = "Show what Quiver does.",
        description = "Against an HTTP/3 server in the same process: a request, the handshake "
                + "as a timeline, the server's certificates, its streams. Needs no network; ends within seconds.",
        synopsisHeading = "%n",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {
    /** It promises to end within 20 s, come what may. */
    private static final long LONGEST_SECONDS = 18;

    private final CommandIo io;
    private final StopSignal stop;

    @Option(names = "--trace", description = "Add the stack trace to a failure.")
    private boolean trace;

    DemoCommand(CommandIo io, StopSignal stop) {
        this.io = io;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        stop.watch();
        CompletableFuture<Void> bell = new CompletableFuture<Void>().completeOnTimeout(null, LONGEST_SECONDS, SECONDS);
        bell.thenRun(stop::raise);
        PrintStream out = new PrintStream(io.out(), true, StandardCharsets.UTF_8);
        try {
            boolean good = new Demo(out, io.outStyle(), io.columns()).run().isEmpty();
            return !good ? ExitCode.INTERNAL : out.checkError() ? ExitCode.OUTPUT : ExitCode.DONE;
        } catch (InterruptedException e) {
            Thread.interrupted();
            return ended(bell.isDone());
        } catch (IOException | ExecutionException e) {
            if (stop.raised()) {
                Thread.interrupted();
                return ended(bell.isDone());
            }
            Failure failure = FailureTable.of(e, Stage.SENDING);
            io.err().println(io.errStyle().red("quiver demo:") + " (" + failure.exitCode() + ") " + failure.message());
            if (trace) {
                e.printStackTrace(io.err());
            }
            return failure.exitCode();
        } finally {
            bell.cancel(false);
        }
    }

    private int ended(boolean late) {
        String what = late ? "it took longer than " + LONGEST_SECONDS + " s; is this machine busy?" : "interrupted";
        int exit = late ? ExitCode.TIMEOUT : ExitCode.CANCELLED;
        io.err().println(io.errStyle().red("quiver demo:") + " (" + exit + ") " + what);
        return exit;
    }
}
