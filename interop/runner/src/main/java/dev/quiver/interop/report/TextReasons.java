package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands below the matrix in a terminal: what failed and why, what was not tried, what was measured, what changed. */
final class TextReasons {
    private static final int MANY = 16;

    private final RunReport report;
    private final Matrix matrix;
    private final Ansi ansi;
    private final int width;

    TextReasons(RunReport report, Ansi ansi, int width) {
        this.report = report;
        this.matrix = report.matrix();
        this.ansi = ansi;
        this.width = width;
    }

    /** @param proofs whether successes are told too; a cell that stands alone always is */
    List<String> lines(boolean proofs) {
        List<String> lines = new ArrayList<>();
        if (proofs || matrix.cells().size() == 1) {
            section(lines, "Proofs", proofs());
        }
        section(lines, "Failed", failures());
        section(lines, "Not tried", unsupported());
        section(lines, "Measured", figures());
        section(lines, "Left out", skipped());
        if (report.comparison() != null) {
            section(lines, "Changed since the earlier run", changes(report.comparison()));
        }
        lines.add("");
        lines.add(totals());
        return lines;
    }

    private List<String> proofs() {
        List<String> lines = new ArrayList<>();
        for (Cell cell : matrix.cells()) {
            if (cell.answer() instanceof Answer.Succeeded done) {
                String took =
                        String.format(Locale.ROOT, " (%.1f s)", cell.took().toMillis() / 1e3);
                entry(lines, sign(Mark.SUCCEEDED), where(cell) + took, done.reason());
            }
        }
        return lines;
    }

    private List<String> failures() {
        List<String> lines = new ArrayList<>();
        for (Shared failed : Shared.reasons(matrix, answer -> answer instanceof Answer.Failed)) {
            String cases = few(failed.cases(), matrix.cases().size(), "cases");
            entry(lines, sign(Mark.FAILED), failed.targets().get(0) + " " + cases, failed.reason());
        }
        return lines;
    }

    private List<String> unsupported() {
        List<String> lines = new ArrayList<>();
        for (Shared one : Shared.reasons(matrix, answer -> answer instanceof Answer.Unsupported)) {
            String cases = few(one.cases(), matrix.cases().size(), "cases");
            String servers = few(one.targets(), report.tried().size(), "servers");
            entry(lines, sign(one.mark()), cases + " with " + servers, one.reason());
        }
        return lines;
    }

    private List<String> figures() {
        List<String> lines = new ArrayList<>();
        for (Cell cell : matrix.cells()) {
            if (cell.answer() instanceof Answer.Succeeded done && !done.figure().isEmpty()) {
                lines.add("  " + where(cell) + "  " + ansi.bold(Printable.line(done.figure())));
            }
        }
        return lines;
    }

    private List<String> skipped() {
        List<String> lines = new ArrayList<>();
        for (Matrix.Skipped one : matrix.skipped()) {
            entry(lines, "-", Printable.line(one.target().name()), one.reason());
        }
        return lines;
    }

    private List<String> changes(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        for (Change change : comparison.changes()) {
            lines.addAll(Paragraph.lines(
                    ansi.bold(change.way().sign()) + " ",
                    2,
                    Printable.line(change.target() + " " + change.testCase() + ": " + change.was() + " before, now "
                            + change.now()),
                    4,
                    width));
        }
        if (lines.isEmpty()) {
            lines.add("  nothing");
        }
        if (comparison.added() + comparison.gone() > 0) {
            lines.add("  " + comparison.added() + " cells are new, " + comparison.gone() + " were only there before");
        }
        return lines;
    }

    private String totals() {
        Duration took = Duration.between(matrix.began(), matrix.ended());
        long failed = matrix.count(Answer.Failed.class);
        int servers = report.tried().size();
        return String.format(
                Locale.ROOT,
                "%s, %s, %d unsupported: %d %s with %d %s in %d:%02d",
                ansi.colour(Mark.SUCCEEDED.ansi(), matrix.count(Answer.Succeeded.class) + " succeeded"),
                failed == 0 ? "0 failed" : ansi.colour(Mark.FAILED.ansi(), failed + " failed"),
                matrix.count(Answer.Unsupported.class),
                matrix.cases().size(),
                matrix.cases().size() == 1 ? "case" : "cases",
                servers,
                servers == 1 ? "server" : "servers",
                took.toMinutes(),
                took.toSecondsPart());
    }

    private void section(List<String> lines, String heading, List<String> body) {
        if (!body.isEmpty()) {
            lines.add("");
            lines.add(ansi.bold(heading));
            lines.addAll(body);
        }
    }

    private void entry(List<String> lines, String sign, String where, String reason) {
        lines.addAll(Paragraph.lines(sign + " ", 2, where, 2, width));
        lines.addAll(Paragraph.lines("    ", 4, Printable.line(reason), 4, width));
    }

    private String sign(Mark mark) {
        return ansi.colour(mark.ansi(), mark.sign());
    }

    private static String where(Cell cell) {
        return Printable.line(cell.target().name()) + " " + cell.testCase().name();
    }

    private static String few(List<String> names, int all, String what) {
        if (names.size() == all && all > 1) {
            return "all " + what;
        }
        return names.size() <= MANY
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MANY)) + " and " + (names.size() - MANY) + " more";
    }
}
