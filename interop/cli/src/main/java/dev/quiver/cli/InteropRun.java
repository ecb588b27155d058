package dev.quiver.cli;

import dev.quiver.cli.render.Style;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.FileReasons;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.TransferException;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.MatrixRunner;
import dev.quiver.interop.PublicServers;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.cases.Cases;
import dev.quiver.interop.report.Comparison;
import dev.quiver.interop.report.Environment;
import dev.quiver.interop.report.JsonReport;
import dev.quiver.interop.report.RunReport;
import dev.quiver.interop.report.TextMatrix;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One run of {@code quiver interop}. */
final class InteropRun {
    private static final int FAILED = 1;

    private final InteropOptions options;
    private final CommandIo io;
    private final StopSignal stop;

    InteropRun(InteropOptions options, CommandIo io, StopSignal stop) {
        this.options = options;
        this.io = io;
        this.stop = stop;
    }

    /** Prints the cases, and the public servers where they are asked for. */
    int list() {
        List<String> lines = new ArrayList<>();
        for (TestCase one : Cases.all()) {
            lines.add(String.format(Locale.ROOT, "%-22s %-3s %s", one.name(), one.abbreviation(), one.title()));
        }
        if (options.publicServers) {
            lines.add("");
            for (Target server : PublicServers.all()) {
                String gone = server.option("gone");
                lines.add(String.format(
                        Locale.ROOT,
                        "%-14s %-34s %-18s %s",
                        server.name(),
                        server.authority(),
                        server.options().getOrDefault("maker", ""),
                        gone == null ? "known " + server.options().getOrDefault("known", "") : "gone: " + gone));
            }
        }
        return print(lines) ? ExitCode.DONE : ExitCode.OUTPUT;
    }

    int run(InteropPlan plan) {
        stop.watch();
        TrustEvaluator trust;
        try {
            trust = options.caFile == null ? TrustEvaluator.platform() : TrustEvaluator.anchorsFromPem(options.caFile);
        } catch (IOException | IllegalArgumentException e) {
            complain("cannot use --cacert " + e.getMessage());
            return ExitCode.CA_FILE;
        }
        try (InteropFiles files = InteropFiles.open(options)) {
            return run(plan, trust, files);
        } catch (TransferException e) {
            complain(e.failure().message());
            return e.failure().exitCode();
        }
    }

    private int run(InteropPlan plan, TrustEvaluator trust, InteropFiles files) throws TransferException {
        Path logs;
        try {
            logs = options.logs == null
                    ? Files.createTempDirectory("quiver-interop")
                    : Files.createDirectories(options.logs);
        } catch (IOException e) {
            Path folder = options.logs == null ? Path.of(System.getProperty("java.io.tmpdir")) : options.logs;
            complain("cannot keep logs in " + folder + ": " + FileReasons.of(e, folder));
            return ExitCode.OUTPUT;
        }
        try {
            MatrixRunner.Settings settings = new MatrixRunner.Settings(
                    trust,
                    logs,
                    options.parallel,
                    target -> plan.publicServers().contains(target));
            Matrix matrix;
            try (InteropProgress progress = new InteropProgress(io, plan)) {
                matrix = new MatrixRunner(plan.cases(), settings, progress).run(plan.targets());
            }
            return report(matrix, plan, files);
        } catch (InterruptedException e) {
            complain("interrupted, nothing was written");
            return ExitCode.CANCELLED;
        } catch (IOException e) {
            complain("cannot write: " + e.getMessage());
            return ExitCode.OUTPUT;
        } finally {
            if (options.logs == null) {
                delete(logs);
            }
        }
    }

    /** Tells what was asked for, all of it whatever failed. */
    private int report(Matrix matrix, InteropPlan plan, InteropFiles files) throws TransferException {
        Comparison comparison = plan.earlier() == null ? null : Comparison.of(matrix, plan.earlier());
        RunReport report = new RunReport(matrix, Environment.here(Version.number(), Version.netty()), comparison);
        boolean jsonOut = InteropFiles.STANDARD_OUTPUT.equals(options.json);
        Style style = jsonOut ? io.errStyle() : io.outStyle();
        List<String> lines = new TextMatrix(report, style == Style.COLOURED, io.columns(), options.verbose).lines();
        boolean printed;
        if (jsonOut) {
            lines.forEach(io.err()::println);
            printed = print(List.of(JsonReport.text(report).stripTrailing()));
        } else {
            printed = print(lines);
        }
        files.write(report);
        if (!printed) {
            return ExitCode.OUTPUT;
        }
        if (matrix.count(Answer.Failed.class) > 0) {
            return FAILED;
        }
        return matrix.cells().isEmpty() ? ExitCode.NOT_CONNECTED : ExitCode.DONE;
    }

    private boolean print(List<String> lines) {
        try {
            io.out().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            io.out().flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void complain(String message) {
        io.err().println(io.errStyle().red("quiver interop:") + " " + message);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.getLogger(InteropRun.class.getName()).log(System.Logger.Level.DEBUG, "deleting " + folder, e);
        }
    }
}
