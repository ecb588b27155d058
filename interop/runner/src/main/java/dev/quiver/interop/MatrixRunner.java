package dev.quiver.interop;

import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Tries every case with every target: targets side by side, the cases of one target one after another. First it knocks at
 * all of them.
 */
public final class MatrixRunner {
    /** So many targets are knocked at together: one handshake each, and the dead ones do not add up. */
    private static final int AT_ONCE = 32;

    private final List<TestCase> cases;
    private final Settings settings;
    private final RunListener listener;

    /** @param listener hears of it, one call at a time */
    public MatrixRunner(List<TestCase> cases, Settings settings, RunListener listener) {
        this.cases = List.copyOf(cases);
        this.settings = settings;
        this.listener = oneAtATime(listener);
    }

    /**
     * How to run.
     *
     * @param trust who decides whether servers are trusted, but for targets with a {@code ca} of their own
     * @param logs where each cell gets a folder {@code TARGET/CASE} for its qlog files and keys
     * @param parallel so many targets at once
     * @param leftOut which targets are left out where they do not answer at all; of others all cells are failed then
     */
    public record Settings(TrustEvaluator trust, Path logs, int parallel, Predicate<Target> leftOut) {
        public Settings {
            Objects.requireNonNull(trust);
            Objects.requireNonNull(logs);
            if (parallel < 1) {
                throw new IllegalArgumentException("at least one target at a time");
            }
        }

        /** Settings by which all targets that do not answer are left out, or none. */
        public Settings(TrustEvaluator trust, Path logs, int parallel, boolean skipDead) {
            this(trust, logs, parallel, target -> skipDead);
        }
    }

    /**
     * Runs all and returns what was found. Interrupted, it gives up what is under way.
     *
     * @throws IOException if a log folder cannot be made
     */
    public Matrix run(List<Target> targets) throws IOException, InterruptedException {
        Instant began = Instant.now();
        List<Callable<Knock>> knocks = new ArrayList<>();
        targets.forEach(target -> knocks.add(() -> Knock.at(target, settings)));
        List<Knock> knocked = inLanes(Math.max(1, Math.min(AT_ONCE, targets.size())), knocks);
        List<Callable<TargetRun.Outcome>> runs = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            TargetRun run = new TargetRun(targets.get(i), cases, settings, listener);
            Knock knock = knocked.get(i);
            runs.add(() -> run.call(knock));
        }
        List<Cell> cells = new ArrayList<>();
        List<Matrix.Skipped> skipped = new ArrayList<>();
        for (TargetRun.Outcome outcome : inLanes(settings.parallel(), runs)) {
            cells.addAll(outcome.cells());
            if (outcome.skipped() != null) {
                skipped.add(outcome.skipped());
            }
        }
        return new Matrix(targets, cases, cells, skipped, began, Instant.now());
    }

    private static <R> List<R> inLanes(int lanes, List<Callable<R>> tasks) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(lanes, work -> {
            Thread thread = new Thread(work, "quiver-interop");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(pool.submit(task)));
            List<R> results = new ArrayList<>();
            for (Future<R> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** The folder of a cell, made, and empty of logs. Names of targets are anyone's, so that only plain characters of them are used. */
    static Path folder(Path logs, Target target, String part) throws IOException {
        String name = target.name().replaceAll("[^A-Za-z0-9._-]", "_");
        if (name.matches("\\.*")) {
            name = "_" + name;
        }
        Path folder = Files.createDirectories(logs.resolve(name).resolve(part));
        // What an earlier run left would be taken for this one's.
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "{*.qlog,keys.log}")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        return folder;
    }

    static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static RunListener oneAtATime(RunListener listener) {
        return new RunListener() {
            @Override
            public synchronized void began(Target target, TestCase testCase) {
                listener.began(target, testCase);
            }

            @Override
            public synchronized void ended(Cell cell) {
                listener.ended(cell);
            }

            @Override
            public synchronized void skipped(Matrix.Skipped target) {
                listener.skipped(target);
            }
        };
    }
}
