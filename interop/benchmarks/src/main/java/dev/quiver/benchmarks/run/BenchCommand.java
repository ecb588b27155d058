package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.MeasureCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What {@code interop/bench} starts. */
@Command(
        name = "interop/bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures HTTP clients side by side on the loopback and prints a table for each scenario (docs/benchmarks.md).",
            "Nothing else should run on the machine."
        },
        footer = {"Exit codes: 0 done, 1 Quiver failed, 2 usage, 3 a client did not speak the protocol that it claims."
        })
public final class BenchCommand implements Callable<Integer> {
    @Mixin
    private final BenchOptions options = new BenchOptions();

    private final Layout layout;

    private BenchCommand(Layout layout) {
        this.layout = layout;
    }

    /** Runs. The script that starts it says in system properties where things are. */
    public static void main(String[] arguments) {
        Layout layout = new Layout(
                Path.of(Objects.requireNonNull(System.getProperty("quiver.interop"), "start interop/bench")),
                Objects.requireNonNull(System.getProperty("quiver.target"), "start interop/bench"));
        System.exit(run(layout, arguments));
    }

    /** Runs and returns the exit code. */
    static int run(Layout layout, String... arguments) {
        return new CommandLine(new BenchCommand(layout)).execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Words words = new Words(System.err);
        Files.createDirectories(layout.work());
        try (Comparison comparison = new Comparison(layout, options, words)) {
            Thread stop = new Thread(comparison::close, "bench-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            List<Row> rows = comparison.run();
            Runtime.getRuntime().removeShutdownHook(stop);
            List<Row> all = options.rows() == null ? rows : RowFile.all(options.rows());
            String tables = new Report(all, options.disturbed()).markdown();
            System.out.print(tables);
            if (options.markdown() != null) {
                ReportFiles.markdown(options.markdown(), tables);
            }
            if (options.json() != null) {
                ReportFiles.json(options.json(), all);
            }
            return rows.stream().anyMatch(row -> row.client() == Client.QUIVER && row.failure() != null) ? 1 : 0;
        } catch (Comparison.WrongProtocol e) {
            words.say("WRONG PROTOCOL: " + e.getMessage());
            return MeasureCommand.WRONG_PROTOCOL;
        }
    }
}
