package dev.quiver.interop;

import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tries every case with every target: targets side by side, the cases of one target one after another. */
public final class MatrixRunner {
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
     * @param skipDead whether a target that does not answer at all is left out; else all its cells are failed
     */
    public record Settings(TrustEvaluator trust, Path logs, int parallel, boolean skipDead) {
        public Settings {
            Objects.requireNonNull(trust);
            Objects.requireNonNull(logs);
            if (parallel < 1) {
                throw new IllegalArgumentException("at least one target at a time");
            }
        }
    }

    /**
     * Runs all and returns what was found. Interrupted, it gives up what is under way.
     *
     * @throws IOException if a log folder cannot be made
     */
    public Matrix run(List<Target> targets) throws IOException, InterruptedException {
        Instant began = Instant.now();
        ExecutorService lanes = Executors.newFixedThreadPool(settings.parallel(), work -> {
            Thread thread = new Thread(work, "quiver-interop");
            thread.setDaemon(true);
            return thread;
        });
        List<Cell> cells = new ArrayList<>();
        List<Matrix.Skipped> skipped = new ArrayList<>();
        try {
            List<Future<TargetRun.Outcome>> running = new ArrayList<>();
            for (Target target : targets) {
                running.add(lanes.submit(() -> new TargetRun(target, cases, settings, listener).call()));
            }
            for (Future<TargetRun.Outcome> lane : running) {
                TargetRun.Outcome outcome = lane.get();
                cells.addAll(outcome.cells());
                if (outcome.skipped() != null) {
                    skipped.add(outcome.skipped());
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            lanes.shutdownNow();
        }
        return new Matrix(targets, cases, cells, skipped, began, Instant.now());
    }

    /** The folder of a cell, made. Names of targets are anyone's, so that only plain characters of them are used. */
    static Path folder(Path logs, Target target, String part) throws IOException {
        String name = target.name().replaceAll("[^A-Za-z0-9._-]", "_");
        if (name.matches("\\.*")) {
            name = "_" + name;
        }
        return Files.createDirectories(logs.resolve(name).resolve(part));
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
