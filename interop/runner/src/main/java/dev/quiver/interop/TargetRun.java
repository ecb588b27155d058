package dev.quiver.interop;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** All cases with one target. */
final class TargetRun {
    private static final Duration KNOCK = Duration.ofSeconds(10);

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

    Outcome call() throws IOException, InterruptedException {
        TrustEvaluator trust;
        String dead;
        try {
            trust = trust();
            dead = knock(trust);
        } catch (IOException | IllegalArgumentException e) {
            trust = settings.trust();
            dead = "its ca cannot be used: " + FailureWords.of(e);
        }
        if (dead != null && settings.skipDead()) {
            Matrix.Skipped skipped = new Matrix.Skipped(target, dead);
            listener.skipped(skipped);
            return new Outcome(List.of(), skipped);
        }
        List<Cell> cells = new ArrayList<>();
        for (TestCase testCase : cases) {
            listener.began(target, testCase);
            Path logs = MatrixRunner.folder(settings.logs(), target, testCase.name());
            Cell cell = dead != null
                    ? new Cell(target, testCase, Answer.failed(dead), Duration.ZERO, List.of(), logs)
                    : run(testCase, trust, logs);
            cells.add(cell);
            listener.ended(cell);
        }
        return new Outcome(cells, null);
    }

    private TrustEvaluator trust() throws IOException {
        String ca = target.option("ca");
        return ca == null ? settings.trust() : TrustEvaluator.anchorsFromPem(Path.of(ca));
    }

    /** Why nothing can be asked of this target: it is not there. Null where it answers anything at all. */
    private @Nullable String knock(TrustEvaluator trust) throws IOException, InterruptedException {
        Path logs = MatrixRunner.folder(settings.logs(), target, "knock");
        try (Trial trial = new Trial(target, trust, logs, KNOCK)) {
            H3Client client = trial.open();
            client.warmUp(target.uri("/")).get(KNOCK.toMillis() + 2000, TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            H3Exception h3 = H3Exception.in(e);
            boolean nobody = h3 != null
                    && switch (h3.kind()) {
                        case HOST_NOT_FOUND, PORT_CLOSED, NO_ANSWER -> true;
                        default -> false;
                    };
            return nobody || has(UnknownHostException.class, e) ? "not reached: " + FailureWords.of(e) : null;
        } catch (TimeoutException e) {
            return "not reached: no end of its handshake within " + KNOCK.toSeconds() + " s";
        }
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
                answer = Answer.failed(FailureWords.of(e));
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

    private static boolean has(Class<? extends Throwable> type, Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
