package dev.quiver.cli;

import dev.quiver.cli.compare.ClientName;
import dev.quiver.cli.compare.Contenders;
import dev.quiver.cli.compare.LinkRun;
import dev.quiver.cli.compare.Rounds;
import dev.quiver.cli.compare.UrlComparison;
import dev.quiver.cli.compare.link.Lanes;
import dev.quiver.cli.compare.link.LinkCondition;
import dev.quiver.cli.compare.link.Way;
import dev.quiver.cli.render.CompareJson;
import dev.quiver.cli.render.ComparePage;
import dev.quiver.cli.render.ComparePlot;
import dev.quiver.cli.render.CompareText;
import dev.quiver.cli.render.TextReport;
import dev.quiver.cli.transfer.ClientFactory;
import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.FileReasons;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.TransferException;
import dev.quiver.cli.transfer.UrlCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One run of {@code quiver compare}: every URL by every link, one answer, and one exit code. */
final class CompareRun {
    private final CompareOptions options;
    private final ComparePlan plan;
    private final CommandIo io;
    private final StopSignal stop;
    private final TextReport text;
    private @Nullable String tcpObstacle;

    CompareRun(CompareOptions options, ComparePlan plan, CommandIo io, StopSignal stop) {
        this.options = options;
        this.plan = plan;
        this.io = io;
        this.stop = stop;
        this.text = new TextReport(io.errStyle());
    }

    /** Runs all and tells; returns the exit code. */
    int run() {
        stop.watch();
        List<UrlComparison> all = new ArrayList<>();
        try {
            List<URI> urls = urls();
            try (Contenders contenders = new Contenders(plan.client(), plan.request(), stop)) {
                Rounds rounds = new Rounds(contenders, plan.clients(), options.repeat, stop);
                if (plan.links().isEmpty()) {
                    for (URI url : urls) {
                        all.add(new UrlComparison(url, List.of(straight(rounds, url))));
                    }
                } else {
                    all.addAll(overLinks(rounds, urls));
                }
            }
        } catch (TransferException e) {
            return failed(e.failure());
        } catch (IOException e) {
            if (stop.raised()) {
                return ExitCode.CANCELLED;
            }
            return failed(Failure.local(
                    ErrorKind.IO, Stage.CONNECTING, "the way to the server could not be made: " + e.getMessage(), e));
        } catch (InterruptedException e) {
            return ExitCode.CANCELLED;
        } finally {
            progress("");
        }
        return stop.raised() ? ExitCode.CANCELLED : tell(all);
    }

    private List<URI> urls() throws TransferException {
        List<URI> urls = new ArrayList<>();
        for (String typed : options.urls) {
            URI url = UrlCheck.parse(typed);
            if (!url.getScheme().equals("https")) {
                String message = "bad URL \"" + typed + "\": HTTP/3 is always encrypted; write https://";
                throw new TransferException(Failure.local(ErrorKind.BAD_URL, Stage.CONNECTING, message, null));
            }
            urls.add(url);
        }
        return urls;
    }

    private LinkRun straight(Rounds rounds, URI url) throws TransferException, IOException {
        boolean elsewhere = plan.client().redirected();
        try (Way way = elsewhere ? Way.to(destination(url)) : Way.straight()) {
            return rounds.run(url, null, way, null, round -> progress(url, null, round));
        }
    }

    private List<UrlComparison> overLinks(Rounds rounds, List<URI> urls)
            throws TransferException, IOException, InterruptedException {
        List<UrlComparison> all = new ArrayList<>();
        try (Lanes lanes = Lanes.unpack()) {
            boolean tcp = plan.clients().stream().anyMatch(client -> client != ClientName.QUIVER);
            if (tcp) {
                tcpObstacle = lanes.obstacle();
            }
            for (URI url : urls) {
                InetSocketAddress server = destination(url);
                List<LinkRun> runs = new ArrayList<>();
                for (LinkCondition link : plan.links()) {
                    if (stop.raised()) {
                        break;
                    }
                    progress(url, link, -1);
                    try (Way way = way(link, server, tcp ? lanes : null)) {
                        runs.add(rounds.run(url, link, way, tcpObstacle, round -> progress(url, link, round)));
                    }
                }
                all.add(new UrlComparison(url, runs));
            }
        }
        return all;
    }

    /** Where the link for TCP cannot be made after all, the one for QUIC alone. */
    private Way way(LinkCondition link, InetSocketAddress server, @Nullable Lanes lanes) throws IOException {
        if (lanes != null && tcpObstacle == null) {
            try {
                return Way.over(link, server, lanes);
            } catch (IOException e) {
                tcpObstacle = String.valueOf(e.getMessage());
            }
        }
        return Way.over(link, server, null);
    }

    private InetSocketAddress destination(URI url) throws TransferException {
        return new ClientFactory(plan.client()).destination(url);
    }

    private int tell(List<UrlComparison> all) {
        for (UrlComparison each : all) {
            for (ClientName client : plan.clients()) {
                Failure failure = each.failure(client);
                if (failure != null) {
                    complain(failure);
                }
            }
        }
        if (tcpObstacle != null) {
            io.err()
                    .println(io.errStyle().yellow("quiver compare:") + " TCP was not measured over the link: "
                            + tcpObstacle);
        }
        int exit = all.stream()
                .mapToInt(UrlComparison::exitCode)
                .filter(code -> code != ExitCode.DONE)
                .findFirst()
                .orElse(ExitCode.DONE);
        try {
            String output = options.json
                    ? CompareJson.line(all, options.repeat, exit)
                    : String.join("\n", new CompareText(io.outStyle(), io.columns(), options.repeat).lines(all));
            io.out().write((output + "\n").getBytes(StandardCharsets.UTF_8));
            io.out().flush();
        } catch (IOException e) {
            return failed(TransferException.output("cannot write to standard output: " + e.getMessage(), e)
                    .failure());
        }
        return options.plot == null ? exit : plot(options.plot, all, exit);
    }

    private int plot(Path file, List<UrlComparison> all, int exit) {
        boolean page = file.toString().toLowerCase(Locale.ROOT).endsWith(".html");
        try {
            Files.writeString(
                    file, page ? ComparePage.of(all, options.repeat) : new ComparePlot(all, options.repeat).svg());
            io.err().println("Drawn into " + file);
            return exit;
        } catch (IOException e) {
            int code =
                    failed(TransferException.output("cannot write --plot " + file + ": " + FileReasons.of(e, file), e)
                            .failure());
            return exit == ExitCode.DONE || exit == ExitCode.DIFFERENT ? code : exit;
        }
    }

    private int failed(Failure failure) {
        complain(failure);
        return failure.exitCode();
    }

    private void complain(Failure failure) {
        io.err().println(text.failure(failure));
        if (options.trace && failure.cause() != null) {
            failure.cause().printStackTrace(io.err());
        }
    }

    private void progress(URI url, @Nullable LinkCondition link, int round) {
        progress(
                (round < 0 ? "making the link" : round == 0 ? "warming up" : "round " + round + " of " + options.repeat)
                        + (link == null ? "" : ", " + link) + ", " + url);
    }

    /** One line that is written over, on a terminal; nothing elsewhere. */
    private void progress(String line) {
        if (io.errTerminal()) {
            String shown = line.length() < io.columns() ? line : line.substring(0, io.columns() - 1);
            io.err().print("\r\u001b[K" + io.errStyle().dim(shown));
            io.err().flush();
        }
    }
}
