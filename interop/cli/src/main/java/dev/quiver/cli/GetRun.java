package dev.quiver.cli;

import dev.quiver.cli.render.JsonReport;
import dev.quiver.cli.render.ProgressBar;
import dev.quiver.cli.render.TextReport;
import dev.quiver.cli.transfer.BodyTarget;
import dev.quiver.cli.transfer.ClientFactory;
import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.FileTarget;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.StreamTarget;
import dev.quiver.cli.transfer.Transfer;
import dev.quiver.cli.transfer.TransferException;
import dev.quiver.cli.transfer.TransferReport;
import dev.quiver.cli.transfer.TransferWatcher;
import dev.quiver.cli.transfer.UrlCheck;
import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@code quiver get}: every URL as often as asked for, each with its line, and one exit code. */
final class GetRun {
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final GetOptions options;
    private final GetPlan plan;
    private final CommandIo io;
    private final StopSignal stop;
    private final ClientFactory clients;
    private final H3Options exchangeOptions;
    private final TextReport text;
    private @Nullable H3Client client;
    private boolean outputBroken;

    GetRun(GetOptions options, GetPlan plan, CommandIo io, StopSignal stop) {
        this.options = options;
        this.plan = plan;
        this.io = io;
        this.stop = stop;
        this.clients = new ClientFactory(plan.client());
        H3Options.Builder builder =
                H3Options.newBuilder().discovery(plan.client().discovery()).earlyData(options.earlyData);
        Duration timeout = plan.request().timeout();
        this.exchangeOptions = (timeout == null ? builder : builder.exchangeTimeout(timeout)).build();
        this.text = new TextReport(io.errStyle());
    }

    /** Fetches all and returns the first failure's exit code. */
    int run() {
        stop.watch();
        int exit = ExitCode.DONE;
        try {
            for (String url : options.urls) {
                for (int i = 0; i < options.repeat; i++) {
                    int code = one(url);
                    exit = exit == ExitCode.DONE ? code : exit;
                    if (stop.raised() || outputBroken) {
                        return exit;
                    }
                }
            }
            return exit;
        } finally {
            release();
        }
    }

    private int one(String typed) {
        long started = System.nanoTime();
        TransferReport report;
        try {
            URI url = checked(typed);
            H3Client ready = client(url);
            BodyTarget target = target();
            if (options.verbose) {
                text.request(plan.request(), url).forEach(io.err()::println);
            }
            report = new Transfer(ready, exchangeOptions, plan.request(), watcher(), stop).run(typed, url, target);
        } catch (TransferException e) {
            Duration total = Duration.ofNanos(System.nanoTime() - started);
            report = TransferReport.failedEarly(typed, e.failure(), total);
        }
        tell(report);
        if (options.fresh) {
            release();
        }
        return exitCode(report);
    }

    private URI checked(String typed) throws TransferException {
        URI url = UrlCheck.parse(typed);
        if (url.getScheme().equals("http") && plan.client().discovery() == Discovery.HTTP3_ONLY) {
            String message = "bad URL \"" + typed + "\": HTTP/3 is always encrypted; write https://";
            throw new TransferException(Failure.local(ErrorKind.BAD_URL, Stage.CONNECTING, message, null));
        }
        return url;
    }

    private H3Client client(URI url) throws TransferException {
        if (client == null || plan.client().family() != null) {
            release();
            client = clients.newClient(List.of(url));
        }
        return client;
    }

    /** Closes the connections, and waits for a moment so that the servers hear of it before this process is gone. */
    private void release() {
        H3Client used = client;
        client = null;
        if (used == null) {
            return;
        }
        used.shutdownNow();
        try {
            used.awaitTermination(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BodyTarget target() throws TransferException {
        if (options.output != null && !options.output.equals("-")) {
            return FileTarget.open(Path.of(options.output));
        }
        return options.json || options.head ? BodyTarget.nowhere() : new StreamTarget(io.out());
    }

    private TransferWatcher watcher() {
        boolean bodyOnTerminal = io.outTerminal() && options.output == null && !options.json;
        TransferWatcher bar = io.errTerminal() && !bodyOnTerminal
                ? new ProgressBar(io.err(), io.columns(), io.errStyle())
                : TransferWatcher.NONE;
        return options.verbose ? TransferWatcher.both(bar, new VerboseHead(io.err(), text)) : bar;
    }

    private void tell(TransferReport report) {
        if (options.verbose) {
            if (report.status() == null) {
                text.connection(report.route(), report.handshake()).forEach(io.err()::println);
            }
            text.end(report).forEach(io.err()::println);
        }
        Failure failure = report.failure();
        if (failure != null) {
            io.err().println(text.failure(failure));
            if (options.trace && failure.cause() != null) {
                failure.cause().printStackTrace(io.err());
            }
        } else if (exitCode(report) == ExitCode.STATUS) {
            io.err()
                    .println(io.errStyle().red("quiver:") + " (" + ExitCode.STATUS + ") the server answered "
                            + report.status() + " for " + report.url());
        }
        if (options.json) {
            print(JsonReport.line(report) + "\n");
        } else if (options.head) {
            print(TextReport.head(report));
        }
        if (failure != null && failure.stage() == Stage.OUTPUT && options.output == null) {
            outputBroken = true;
        }
    }

    private void print(String line) {
        try {
            io.out().write(line.getBytes(StandardCharsets.UTF_8));
            io.out().flush();
        } catch (IOException e) {
            outputBroken = true;
            io.err()
                    .println(text.failure(
                            TransferException.output("cannot write to standard output: " + e.getMessage(), e)
                                    .failure()));
        }
    }

    private int exitCode(TransferReport report) {
        Failure failure = report.failure();
        if (failure != null) {
            return failure.exitCode();
        }
        if (outputBroken) {
            return ExitCode.OUTPUT;
        }
        Integer status = report.status();
        return plan.request().failOnStatus() && status != null && status >= 400 ? ExitCode.STATUS : ExitCode.DONE;
    }
}
