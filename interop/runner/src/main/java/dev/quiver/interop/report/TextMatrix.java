package dev.quiver.interop.report;

import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.TestCase.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The matrix for a terminal: a row for each case, a column for each server; {@link TextReasons} go below it. */
public final class TextMatrix {
    private final RunReport report;
    private final Ansi ansi;
    private final int width;
    private final boolean proofs;

    /**
     * @param coloured whether the reader understands ANSI colours
     * @param width of a line, in columns
     * @param proofs whether what proves each success is told too
     */
    public TextMatrix(RunReport report, boolean coloured, int width, boolean proofs) {
        this.report = report;
        this.ansi = coloured ? Ansi.COLOURED : Ansi.PLAIN;
        this.width = width;
        this.proofs = proofs;
    }

    /** The lines of it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!report.matrix().cells().isEmpty()) {
            table(lines);
            legend(lines);
        }
        lines.addAll(new TextReasons(report, ansi, width).lines(proofs));
        return lines;
    }

    private void table(List<String> lines) {
        Matrix matrix = report.matrix();
        List<Target> tried = report.tried();
        int left = matrix.cases().stream()
                .mapToInt(one -> one.name().length())
                .max()
                .orElse(0);
        List<String> names = tried.stream().map(Target::name).toList();
        boolean headings =
                matrix.cases().stream().map(TestCase::group).distinct().count() > 1;
        for (Columns block : Columns.blocks(names, left, width)) {
            if (block.first() > 0) {
                lines.add("");
            }
            block.head(left).forEach(line -> lines.add(ansi.bold(line)));
            @Nullable Group group = null;
            for (TestCase testCase : matrix.cases()) {
                if (headings && testCase.group() != group) {
                    group = testCase.group();
                    lines.add(ansi.bold(group == Group.QUIC ? "QUIC" : "HTTP/3"));
                }
                lines.add(row(testCase, left, block, tried).stripTrailing());
            }
        }
    }

    private String row(TestCase testCase, int left, Columns block, List<Target> tried) {
        StringBuilder row = new StringBuilder(testCase.name());
        row.append(" ".repeat(left + 2 - testCase.name().length()));
        for (int i = 0; i < block.names().size(); i++) {
            Cell cell = report.matrix().cell(tried.get(block.first() + i), testCase);
            Mark mark = Mark.of(cell.answer());
            Change change =
                    report.comparison() == null ? null : report.comparison().of(cell);
            row.append(ansi.colour(mark.ansi(), mark.sign()))
                    .append(change == null ? " " : ansi.bold(change.way().sign()))
                    .append(" ".repeat(block.width(i) - 2));
        }
        return row.toString();
    }

    private void legend(List<String> lines) {
        String signs = Arrays.stream(Mark.values())
                .filter(mark -> report.matrix().cells().stream().anyMatch(cell -> Mark.of(cell.answer()) == mark))
                .map(mark -> mark.sign() + " " + mark.words())
                .collect(Collectors.joining("   "));
        lines.add("");
        Paragraph.lines("", 0, signs, 0, width).forEach(line -> lines.add(ansi.dim(line)));
    }
}
