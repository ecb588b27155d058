package dev.quiver.cli;

import dev.quiver.cli.render.Style;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.FileReasons;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.MatrixRunner;
import dev.quiver.interop.RunListener;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.cases.Cases;
import dev.quiver.interop.report.JsonReport;
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
    private final InteropOptions options;
    private final CommandIo io;
    private final StopSignal stop;

    InteropRun(InteropOptions options, CommandIo io, StopSignal stop) {
        this.options = options;
        this.io = io;
        this.stop = stop;
    }

    /** Prints the cases. */
    int list() {
        List<String> lines = new ArrayList<>();
        for (TestCase one : Cases.all()) {
            lines.add(String.format(Locale.ROOT, "%-22s %-3s %s", one.name(), one.abbreviation(), one.title()));
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
        Path logs;
        try {
            logs = options.logs == null
                    ? Files.createTempDirectory("quiver-interop")
                    : Files.createDirectories(options.logs);
        } catch (IOException e) {
            complain("cannot make --logs " + options.logs + ": " + e.getMessage());
            return ExitCode.OUTPUT;
        }
        try {
            Matrix matrix = new MatrixRunner(
                            plan.cases(),
                            new MatrixRunner.Settings(trust, logs, options.parallel, false),
                            progress(plan.cases().size() * plan.targets().size()))
                    .run(plan.targets());
            return report(matrix);
        } catch (InterruptedException e) {
            complain("interrupted");
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

    /** Writes what was asked for, all of it whatever failed. */
    private int report(Matrix matrix) {
        boolean written = print(new TextMatrix(matrix, io.outStyle() == Style.COLOURED).lines());
        if (options.json != null) {
            try {
                JsonReport.write(matrix, options.json);
            } catch (IOException e) {
                complain("cannot write --json " + options.json + ": " + FileReasons.of(e, options.json));
                written = false;
            }
        }
        if (!written) {
            return ExitCode.OUTPUT;
        }
        return matrix.count(Answer.Failed.class) > 0 ? 1 : ExitCode.DONE;
    }

    private RunListener progress(int cells) {
        return new RunListener() {
            private int done;

            @Override
            public void ended(Cell cell) {
                done++;
                io.err()
                        .printf(
                                Locale.ROOT,
                                "[%d/%d] %s %s: %s, %.1f s%n",
                                done,
                                cells,
                                cell.target().name(),
                                cell.testCase().name(),
                                cell.answer().result(),
                                cell.took().toMillis() / 1e3);
            }
        };
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
