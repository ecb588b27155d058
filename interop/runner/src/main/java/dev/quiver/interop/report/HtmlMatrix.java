package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The matrix as a table: each cell a link to what is told of it. */
final class HtmlMatrix {
    private final RunReport report;
    private final Html html;

    HtmlMatrix(RunReport report, Html html) {
        this.report = report;
        this.html = html;
    }

    void write() {
        html.open("section", "id", "matrix").element("h2", "Matrix");
        filters();
        legend();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Matrix")
                .open("table", "class", "matrix");
        List<Target> tried = report.tried();
        html.open("thead").open("tr").element("th", "case", "scope", "col", "class", "corner");
        for (int i = 0; i < tried.size(); i++) {
            html.open("th", "scope", "col")
                    .open("a", "href", "#s" + i)
                    .element("span", tried.get(i).name())
                    .close()
                    .close();
        }
        html.close().close().line();
        TestCase.@Nullable Group group = null;
        html.open("tbody");
        for (TestCase testCase : report.matrix().cases()) {
            if (testCase.group() != group) {
                group = testCase.group();
                html.open("tr", "class", "group").open("th", "colspan", String.valueOf(tried.size() + 1));
                html.element("span", group == TestCase.Group.QUIC ? "QUIC" : "HTTP/3")
                        .close()
                        .close()
                        .line();
            }
            row(testCase, tried);
        }
        html.close().close().close().close().line();
    }

    private void row(TestCase testCase, List<Target> tried) {
        List<Cell> cells = tried.stream()
                .map(target -> report.matrix().cell(target, testCase))
                .toList();
        boolean failed = cells.stream().anyMatch(cell -> cell.answer() instanceof Answer.Failed);
        boolean changed = cells.stream().anyMatch(cell -> change(cell) != null);
        html.open("tr", "class", "case" + (failed ? " has-failed" : "") + (changed ? " has-changed" : ""));
        html.element("th", testCase.name(), "scope", "row", "title", testCase.title());
        for (Cell cell : cells) {
            Mark mark = Mark.of(cell.answer());
            Change change = change(cell);
            html.open("td", "class", HtmlReport.kind(mark) + (change == null ? "" : " changed"));
            html.open(
                    "a",
                    "href",
                    "#" + new HtmlCell(report, cell).id(),
                    "title",
                    cell.target().name() + " " + testCase.name() + ": "
                            + cell.answer().reason());
            html.text(mark.sign()).element("span", " " + mark.words(), "class", "hidden");
            if (change != null) {
                html.element("span", change.way().sign(), "class", "way");
                html.element("span", ", " + change.was() + " before", "class", "hidden");
            }
            html.close().close();
        }
        html.close().line();
    }

    private @Nullable Change change(Cell cell) {
        return report.comparison() == null ? null : report.comparison().of(cell);
    }

    private void filters() {
        html.open("fieldset", "class", "filters").element("legend", "Show", "class", "hidden");
        filter("all", "all", true);
        filter("failed", "failed only", false);
        if (report.comparison() != null) {
            filter("changed", "changed only", false);
        }
        html.close();
    }

    private void filter(String name, String words, boolean chosen) {
        html.open("label");
        if (chosen) {
            html.empty("input", "type", "radio", "name", "show", "id", "show-" + name, "checked", "checked");
        } else {
            html.empty("input", "type", "radio", "name", "show", "id", "show-" + name);
        }
        html.text(" " + words).close();
    }

    private void legend() {
        html.open("p", "class", "quiet legend");
        for (Mark mark : Mark.values()) {
            if (report.matrix().cells().stream().anyMatch(cell -> Mark.of(cell.answer()) == mark)) {
                html.open("span").element("span", mark.sign(), "class", "sign " + HtmlReport.kind(mark));
                html.text(" " + mark.words()).close().text(" ");
            }
        }
        if (report.comparison() != null) {
            html.element("span", "▲ better, ▼ worse, ↔ otherwise than before");
        }
        html.close();
    }
}
