package dev.quiver.interop;

import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** All cases with one target. */
final class TargetRun {
    private final Target target;
    private final List<TestCase> cases;
    private final MatrixRunner.Settings settings;
    private final RunListener listener;

    TargetRun(Target target, List<TestCase> cases, MatrixRunner.Settings settings, RunListener listener) {
        this.target = target;
        this.cases = cases;
        this.settings = settings;
        this.listener = listener;
    }

    /** Either cells or the reason why there are none. */
    record Outcome(List<Cell> cells, Matrix.@Nullable Skipped skipped) {}

    Outcome call(Knock knock) throws IOException, InterruptedException {
        String dead = knock.dead();
        if (dead != null && settings.leftOut().test(target)) {
            Matrix.Skipped skipped = new Matrix.Skipped(target, dead);
            listener.skipped(skipped);
            return new Outcome(List.of(), skipped);
        }
        List<TestCase> order = new ArrayList<>(cases);
        order.sort(Comparator.comparing(TestCase::harsh));
        List<Cell> cells = new ArrayList<>();
        for (TestCase testCase : order) {
            listener.began(target, testCase);
            Path logs = MatrixRunner.folder(settings.logs(), target, testCase.name());
            Cell cell = dead != null
                    ? new Cell(target, testCase, Answer.failed(dead), Duration.ZERO, List.of(), logs)
                    : run(testCase, knock.trust(), logs);
            cells.add(cell);
            listener.ended(cell);
        }
        cells.sort(Comparator.comparingInt(cell -> cases.indexOf(cell.testCase())));
        return new Outcome(cells, null);
    }

    private Cell run(TestCase testCase, TrustEvaluator trust, Path logs) throws InterruptedException {
        long began = System.nanoTime();
        Duration limit = testCase.limit();
        try (Trial trial = new Trial(target, trust, logs, limit)) {
            FutureTask<Answer> task = new FutureTask<>(() -> testCase.run(trial));
            Thread thread = new Thread(task, "quiver-interop-" + target.name() + "-" + testCase.name());
            thread.setDaemon(true);
            thread.start();
            Answer answer;
            try {
                answer = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                task.cancel(true);
                answer = Answer.failed("not done within " + limit.toSeconds() + " s" + sofar(trial.handshakes()));
            } catch (ExecutionException e) {
                answer = e.getCause() instanceof CaseEndedException ended
                        ? ended.answer()
                        : Answer.failed(FailureWords.of(e));
            } catch (InterruptedException e) {
                task.cancel(true);
                throw e;
            }
            trial.close();
            return new Cell(target, testCase, answer, MatrixRunner.since(began), trial.handshakes(), logs);
        }
    }

    private static String sofar(List<HandshakeReport> handshakes) {
        return handshakes.isEmpty()
                ? "; no response had come"
                : "; " + handshakes.size() + (handshakes.size() == 1 ? " connection" : " connections")
                        + " had answered";
    }
}
