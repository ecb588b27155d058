package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.MatrixRunner;
import dev.quiver.interop.RunListener;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.Trial;
import dev.quiver.interop.cases.Described;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a case with a server of the testkit. */
final class CaseRun {
    private CaseRun() {}

    static TestCase named(String name) {
        return QuicCases.ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same with less patience: what never comes need not be waited for long. */
    static TestCase impatient(String name, int seconds) {
        TestCase patient = named(name);
        return new Described(patient.group(), patient.name(), patient.abbreviation(), patient.title()) {
            @Override
            public Duration limit() {
                return Duration.ofSeconds(seconds);
            }

            @Override
            public Answer run(Trial trial) throws Exception {
                return patient.run(trial);
            }
        };
    }

    static Target target(TestServer server, String path, Map<String, String> options) {
        return new Target("testkit", "localhost", server.address().getPort(), path, options);
    }

    static Cell run(TestCase testCase, TestServer server, Target target, Path logs) throws Exception {
        TrustEvaluator trust = TrustEvaluator.anchors(List.of(server.root()));
        MatrixRunner runner =
                new MatrixRunner(List.of(testCase), new MatrixRunner.Settings(trust, logs, 1, false), RunListener.NONE);
        return runner.run(List.of(target)).cells().get(0);
    }
}
