package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.Trial;
import dev.quiver.quic.HandshakeReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A run made by hand: what each report is told of. */
final class SampleRun {
    static final Instant BEGAN = Instant.parse("2026-11-29T10:00:00Z");

    private final List<TestCase> cases;
    private final List<Target> targets = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private final List<Matrix.Skipped> skipped = new ArrayList<>();

    private SampleRun(List<TestCase> cases) {
        this.cases = cases;
    }

    static SampleRun of(String... cases) {
        return new SampleRun(Arrays.stream(cases).<TestCase>map(NamedCase::new).toList());
    }

    SampleRun server(String name, Answer... answers) {
        return server(new Target(name, "localhost", 4433, "/", Map.of()), answers);
    }

    /** One answer for each case. */
    SampleRun server(Target target, Answer... answers) {
        targets.add(target);
        for (int i = 0; i < cases.size(); i++) {
            cells.add(new Cell(
                    target, cases.get(i), answers[i], Duration.ofMillis(1250), List.of(), Path.of("no-such-folder")));
        }
        return this;
    }

    /** One answer for all cases, with connections and their logs. */
    SampleRun server(Target target, Answer answer, List<HandshakeReport> handshakes, Path logs) {
        targets.add(target);
        cases.forEach(one -> cells.add(new Cell(target, one, answer, Duration.ofMillis(1250), handshakes, logs)));
        return this;
    }

    SampleRun leftOut(String name, String reason) {
        Target target = new Target(name, "gone.example", 443, "/", Map.of());
        targets.add(target);
        skipped.add(new Matrix.Skipped(target, reason));
        return this;
    }

    Matrix matrix() {
        return new Matrix(targets, cases, cells, skipped, BEGAN, BEGAN.plusSeconds(83));
    }

    RunReport report() {
        return new RunReport(matrix(), new Environment(Map.of("quiver", "1.2")), null);
    }

    RunReport comparedWith(Comparison.Earlier earlier) {
        return new RunReport(matrix(), new Environment(Map.of()), Comparison.of(matrix(), earlier));
    }

    /** Measures where its name begins with {@code goodput}; is about HTTP/3 where it begins with a capital letter. */
    private record NamedCase(String name) implements TestCase {
        @Override
        public String abbreviation() {
            return name.substring(0, 1);
        }

        @Override
        public String title() {
            return "It is " + name + ".";
        }

        @Override
        public Group group() {
            return Character.isUpperCase(name.charAt(0)) ? Group.HTTP3 : Group.QUIC;
        }

        @Override
        public boolean measures() {
            return name.startsWith("goodput");
        }

        @Override
        public Answer run(Trial trial) {
            throw new UnsupportedOperationException("only shown");
        }
    }
}
