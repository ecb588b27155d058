package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The matrix as Markdown, on its own or between two marks of a page that goes on around it. */
public final class MarkdownReport {
    private static final String BEGIN = "<!-- matrix -->";
    private static final String END = "<!-- /matrix -->";

    private final RunReport report;
    private final Matrix matrix;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(RunReport report) {
        this.report = report;
        this.matrix = report.matrix();
    }

    /** The Markdown alone. */
    public static String text(RunReport report) {
        return new MarkdownReport(report).write();
    }

    /** The page with the Markdown between its marks; where it has none, the Markdown alone. */
    public static String into(String page, RunReport report) {
        int begin = line(page, BEGIN, 0);
        int end = line(page, END, Math.max(0, begin));
        return begin < 0 || end < 0
                ? text(report)
                : page.substring(0, begin + BEGIN.length()) + "\n" + text(report) + page.substring(end);
    }

    /** Where this is a whole line, from there on; text that speaks of the marks is not one. */
    private static int line(String page, String mark, int from) {
        int at = page.indexOf(mark, from);
        while (at >= 0) {
            int behind = at + mark.length();
            boolean begins = at == 0 || page.charAt(at - 1) == '\n';
            boolean ends = behind == page.length() || page.charAt(behind) == '\n';
            if (begins && ends) {
                return at;
            }
            at = page.indexOf(mark, behind);
        }
        return -1;
    }

    private String write() {
        List<Target> tried = report.tried();
        text.append(matrix.began().toString(), 0, 10).append(", ");
        report.environment()
                .facts()
                .forEach((name, value) -> text.append(safe(name + " " + value)).append(", "));
        text.append(matrix.count(Answer.Succeeded.class)).append(" succeeded, ");
        text.append(matrix.count(Answer.Failed.class)).append(" failed, ");
        text.append(matrix.count(Answer.Unsupported.class)).append(" unsupported.\n\n");
        if (!tried.isEmpty()) {
            table(tried);
        }
        text.append("\n<details><summary>What each case shows</summary>\n\n");
        matrix.cases().forEach(one -> item("", one.name(), one.title()));
        text.append("\n</details>\n");
        reasons("Failed", answer -> answer instanceof Answer.Failed);
        reasons("Not tried", answer -> answer instanceof Answer.Unsupported);
        figures();
        if (!matrix.skipped().isEmpty()) {
            heading("Left out");
            matrix.skipped().forEach(one -> item("", one.target().name(), one.reason()));
        }
        return text.toString();
    }

    private void table(List<Target> tried) {
        row("", tried.stream().map(target -> safe(target.name())).toList());
        text.append("|---|").append(":-:|".repeat(tried.size())).append('\n');
        TestCase.@Nullable Group group = null;
        for (TestCase testCase : matrix.cases()) {
            if (testCase.group() != group) {
                group = testCase.group();
                row(
                        group == TestCase.Group.QUIC ? "**QUIC**" : "**HTTP/3**",
                        tried.stream().map(target -> "").toList());
            }
            row(
                    safe(testCase.name()),
                    tried.stream()
                            .map(target -> Mark.of(matrix.cell(target, testCase).answer())
                                    .sign())
                            .toList());
        }
        text.append('\n')
                .append(Arrays.stream(Mark.values())
                        .map(mark -> mark.sign() + " " + mark.words())
                        .collect(Collectors.joining(", ")))
                .append(".\n\n");
        tried.stream()
                .filter(target -> target.option("maker") != null)
                .forEach(target -> item("", target.name(), String.valueOf(target.option("maker"))));
    }

    private void reasons(String heading, Predicate<Answer> like) {
        List<Shared> all = Shared.reasons(matrix, like);
        if (all.isEmpty()) {
            return;
        }
        heading(heading);
        for (Shared one : all) {
            boolean allServers = one.targets().size() == report.tried().size()
                    && one.targets().size() > 1;
            item(
                    one.mark().sign() + " ",
                    String.join(", ", one.cases()) + " with "
                            + (allServers ? "all servers" : String.join(", ", one.targets())),
                    one.reason());
        }
    }

    private void figures() {
        List<Cell> measured = matrix.cells().stream()
                .filter(cell -> cell.answer() instanceof Answer.Succeeded done
                        && !done.figure().isEmpty())
                .toList();
        if (!measured.isEmpty()) {
            heading("Measured");
            measured.forEach(cell -> item(
                    "",
                    cell.target().name() + " " + cell.testCase().name(),
                    ((Answer.Succeeded) cell.answer()).figure()));
        }
    }

    private void heading(String words) {
        text.append("\n**").append(words).append("**\n\n");
    }

    private void item(String sign, String what, String words) {
        text.append("- ")
                .append(sign)
                .append("**")
                .append(safe(what))
                .append("**: ")
                .append(safe(words))
                .append('\n');
    }

    private void row(String first, List<String> rest) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", rest))
                .append(" |\n");
    }

    /** What Markdown or HTML would take for a sign of its own, taken for itself. */
    private static String safe(String words) {
        return Printable.line(words)
                .replaceAll("([\\\\`*_\\[\\]|#~])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;");
    }
}
