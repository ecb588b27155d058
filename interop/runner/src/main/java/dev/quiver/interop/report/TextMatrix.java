package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The matrix for a terminal: a row for each case, a column for each server; below it what is not green, and why. */
public final class TextMatrix {
    private static final String SUCCEEDED = "✓";
    private static final String FAILED = "✕";
    private static final String UNSUPPORTED = "·";

    private final Matrix matrix;
    private final boolean coloured;

    /** @param coloured whether the reader understands ANSI colours */
    public TextMatrix(Matrix matrix, boolean coloured) {
        this.matrix = matrix;
        this.coloured = coloured;
    }

    /** The lines of it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<Target> tried = matrix.targets().stream()
                .filter(target ->
                        matrix.skipped().stream().noneMatch(s -> s.target().equals(target)))
                .toList();
        int first = matrix.cases().stream()
                .mapToInt(one -> one.name().length())
                .max()
                .orElse(0);
        StringBuilder head = new StringBuilder(" ".repeat(first));
        tried.forEach(target -> head.append("  ").append(target.name()));
        lines.add(head.toString());
        for (TestCase testCase : matrix.cases()) {
            StringBuilder row = new StringBuilder(pad(testCase.name(), first));
            for (Target target : tried) {
                int width = target.name().length();
                row.append("  ").append(mark(matrix.cell(target, testCase).answer()));
                row.append(" ".repeat(Math.max(0, width - 1)));
            }
            lines.add(row.toString().stripTrailing());
        }
        lines.add("");
        for (Cell cell : matrix.cells()) {
            if (cell.answer() instanceof Answer.Failed failed) {
                lines.add(mark(failed) + " " + cell.target().name() + " "
                        + cell.testCase().name() + ": " + failed.reason());
            }
        }
        for (Matrix.Skipped skipped : matrix.skipped()) {
            lines.add("- " + skipped.target().name() + " left out: " + skipped.reason());
        }
        lines.add(String.format(
                Locale.ROOT,
                "%d succeeded, %d failed, %d unsupported",
                matrix.count(Answer.Succeeded.class),
                matrix.count(Answer.Failed.class),
                matrix.count(Answer.Unsupported.class)));
        return lines;
    }

    private String mark(Answer answer) {
        if (answer instanceof Answer.Succeeded) {
            return colour("32", SUCCEEDED);
        }
        return answer instanceof Answer.Failed ? colour("31", FAILED) : colour("2", UNSUPPORTED);
    }

    private String colour(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
