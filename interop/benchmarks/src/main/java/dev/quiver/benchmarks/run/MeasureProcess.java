package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.MeasureCommand;
import dev.quiver.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs one {@link MeasureCommand} in a fresh JVM. */
final class MeasureProcess {
    /** No measurement takes as long; one that hangs is a failure. */
    private static final long LIMIT_MINUTES = 6;

    /** The figure that says how many processors others kept busy meanwhile, on average. */
    static final String OTHERS = "others_cores";

    private final Layout layout;
    private final BenchOptions options;

    MeasureProcess(Layout layout, BenchOptions options) {
        this.layout = layout;
        this.options = options;
    }

    /**
     * How it ended.
     *
     * @param code the process' exit code; -1 if it was killed at the limit
     * @param results what it found, each with {@link #OTHERS}
     * @param complaint what it said when it failed
     */
    record Outcome(int code, List<Result> results, String complaint) {
        boolean wrongProtocol() {
            return code == MeasureCommand.WRONG_PROTOCOL;
        }
    }

    /**
     * Runs it.
     *
     * @param before goes before everything: where it runs
     * @param helpers the processes that work for this measurement beside it, such as the server
     */
    Outcome run(Cell cell, Client client, List<String> before, List<String> arguments, List<Long> helpers)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(options.prefix());
        command.addAll(Layout.java());
        command.addAll(options.javaOptions());
        command.addAll(List.of(
                "-cp",
                Objects.requireNonNull(layout.classPath(client)),
                MeasureCommand.class.getName(),
                client.factory()));
        command.addAll(arguments);
        command.addAll(cell.arguments(options));
        Path out = layout.work().resolve("out");
        Path err = layout.work().resolve("err");
        MachineLoad then = MachineLoad.now(helpers);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                return new Outcome(-1, List.of(), "killed after " + LIMIT_MINUTES + " minutes");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        MachineLoad now = MachineLoad.now(helpers);
        double others = then == null || now == null ? Double.NaN : now.othersSince(then);
        List<Result> results = Files.readAllLines(out).stream()
                .filter(Result::isResult)
                .map(Result::parse)
                .map(result -> result.with(OTHERS, others))
                .toList();
        return new Outcome(process.exitValue(), results, process.exitValue() == 0 ? "" : complaint(err));
    }

    private static String complaint(Path err) throws IOException {
        return complaint(Files.readAllLines(err));
    }

    /** What says most of an error stream with stack traces: the last cause, else the last line. */
    static String complaint(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("at ")
                        && !line.startsWith("... ")
                        && !line.startsWith("WARNING")
                        && !line.startsWith("Suppressed: "))
                .reduce((first, second) -> second)
                .orElse("said nothing");
    }
}
